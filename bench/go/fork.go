// SPDX-License-Identifier: MIT

// fork PROCESSES: 1,000 short goroutines, started with their arguments one by one and waited for.
package main

import (
	"sync"
	"time"
)

const batch = 1000

var cells [batch]int

func child(at, value int, done *sync.WaitGroup) {
	cells[at] = value
	done.Done()
}

func main() {
	batches := argument(1, 1000000) / batch
	start := time.Now()
	sum := 0
	for b := 0; b < batches; b++ {
		var done sync.WaitGroup
		for i := 0; i < batch; i++ {
			done.Add(1)
			go child(i, i+b, &done)
		}
		done.Wait()
		sum += cells[batch-1]
	}
	report(time.Since(start), batches*batch, "process", sum)
}
