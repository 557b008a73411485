// SPDX-License-Identifier: MIT

// pingpong EXCHANGES: two goroutines, a channel each way.
package main

import "time"

func pong(in <-chan int, out chan<- int) {
	for {
		out <- <-in + 1
	}
}

func main() {
	exchanges := argument(1, 1000000)
	there, back := make(chan int), make(chan int)
	go pong(there, back)
	start := time.Now()
	x := 0
	for i := 0; i < exchanges; i++ {
		there <- x
		x = <-back
	}
	report(time.Since(start), exchanges, "exchange", x)
}
