// SPDX-License-Identifier: MIT

// ring TOKENS HOPS: tokens go round a ring of 503 goroutines, each of which adds one.
package main

import "time"

const nodes = 503

func node(in <-chan int, out chan<- int) {
	for {
		out <- <-in + 1
	}
}

func main() {
	tokens := argument(1, 1)
	rounds := argument(2, 1000000) / (tokens * nodes)
	var c [nodes]chan int
	for i := range c {
		c[i] = make(chan int)
	}
	for i := 1; i < nodes; i++ {
		go node(c[i-1], c[i])
	}
	in, out := c[nodes-1], c[0]
	start := time.Now()
	for i := 0; i < tokens; i++ {
		out <- 1
	}
	for i := 0; i < tokens*(rounds-1); i++ {
		out <- <-in + 1
	}
	sum := 0
	for i := 0; i < tokens; i++ {
		sum += <-in
	}
	report(time.Since(start), sum, "hop", sum)
}
