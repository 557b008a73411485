// SPDX-License-Identifier: MIT

// mandelbrot SIZE: a farmer hands out the rows of a picture to eight workers.
package main

import "time"

const (
	workers = 8
	limit   = 1000
)

func iterations(x, y float64) int {
	re, im, n := 0.0, 0.0, 0
	for n < limit && re*re+im*im <= 4 {
		re, im = re*re-im*im+x, 2*re*im+y
		n++
	}
	return n
}

func row(y, size int) int {
	sum := 0
	im := 2*float64(y)/float64(size) - 1
	for x := 0; x < size; x++ {
		sum += iterations(3*float64(x)/float64(size)-2, im)
	}
	return sum
}

func worker(size int, tasks <-chan int, results chan<- int) {
	for y := range tasks {
		results <- row(y, size)
	}
}

func main() {
	size := argument(1, 1500)
	tasks, results := make(chan int), make(chan int)
	start := time.Now()
	for i := 0; i < workers; i++ {
		go worker(size, tasks, results)
	}
	sum := 0
	for sent, got := 0, 0; got < size; {
		open := tasks
		if sent == size {
			open = nil
		}
		select {
		case open <- sent:
			sent++
		case n := <-results:
			sum += n
			got++
		}
	}
	report(time.Since(start), sum, "iteration", sum)
}
