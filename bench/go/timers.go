// SPDX-License-Identifier: MIT

// timers PROCESSES: so many goroutines, each of which sleeps ten times for 0 to 100 ms.
package main

import "time"

const sleeps = 10

func sleeper(seed uint32, asked chan<- int) {
	x, sum := seed, 0
	for i := 0; i < sleeps; i++ {
		x = x*1664525 + 1013904223
		ms := int(x>>16) % 101
		sum += ms
		time.Sleep(time.Duration(ms) * time.Millisecond)
	}
	asked <- sum
}

func main() {
	processes := argument(1, 10000)
	asked := make(chan int)
	start := time.Now()
	for i := 0; i < processes; i++ {
		go sleeper(uint32(i), asked)
	}
	sum := 0
	for i := 0; i < processes; i++ {
		sum += <-asked
	}
	report(time.Since(start), processes*sleeps, "sleep", sum)
}
