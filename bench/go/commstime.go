// SPDX-License-Identifier: MIT

// commstime TURNS: four goroutines in a ring.
package main

import "time"

func prefix(in <-chan int, out chan<- int) {
	out <- 0
	for {
		out <- <-in
	}
}

func delta(in <-chan int, out0, out1 chan<- int) {
	for {
		x := <-in
		out0 <- x
		out1 <- x
	}
}

func succ(in <-chan int, out chan<- int) {
	for {
		out <- <-in + 1
	}
}

func main() {
	turns := argument(1, 1000000)
	a, b, c, d := make(chan int), make(chan int), make(chan int), make(chan int)
	go prefix(c, a)
	go delta(a, b, d)
	go succ(b, c)
	for i := 0; i < 1000; i++ {
		<-d
	}
	start := time.Now()
	x := 0
	for i := 0; i < turns; i++ {
		x = <-d
	}
	report(time.Since(start), turns, "turn", x)
}
