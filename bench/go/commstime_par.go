// SPDX-License-Identifier: MIT

// commstime_par TURNS: commstime with a delta that starts and joins a goroutine every turn.
package main

import (
	"sync"
	"time"
)

func prefix(in <-chan int, out chan<- int) {
	out <- 0
	for {
		out <- <-in
	}
}

func send(out chan<- int, x int, done *sync.WaitGroup) {
	out <- x
	done.Done()
}

func delta(in <-chan int, out0, out1 chan<- int) {
	var done sync.WaitGroup
	for {
		x := <-in
		done.Add(1)
		go send(out1, x, &done)
		out0 <- x
		done.Wait()
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
