// SPDX-License-Identifier: MIT

// spawn PROCESSES: batches of 1,000 short goroutines, started and joined.
package main

import (
	"sync"
	"time"
)

const batch = 1000

func child(cell *int, x int, done *sync.WaitGroup) {
	*cell = x
	done.Done()
}

func main() {
	batches := argument(1, 1000000) / batch
	cells := make([]int, batch)
	start := time.Now()
	sum := 0
	for b := 0; b < batches; b++ {
		var done sync.WaitGroup
		done.Add(batch)
		for i := range cells {
			go child(&cells[i], i+b, &done)
		}
		done.Wait()
		sum += cells[batch-1]
	}
	report(time.Since(start), batches*batch, "process", sum)
}
