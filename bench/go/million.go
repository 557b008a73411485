// SPDX-License-Identifier: MIT

// million PROCESSES: a chain of goroutines, each waiting on a channel of its own; two tokens go
// through.
package main

import "time"

func link(in <-chan int, out chan<- int) {
	for i := 0; i < 2; i++ {
		out <- <-in + 1
	}
}

func main() {
	processes := argument(1, 1000000)
	start := time.Now()
	first := make(chan int)
	last := first
	for i := 0; i < processes; i++ {
		out := make(chan int)
		go link(last, out)
		last = out
	}
	token := 0
	for i := 0; i < 2; i++ {
		first <- token
		token = <-last
	}
	report(time.Since(start), processes, "process", token)
}
