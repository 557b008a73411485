// SPDX-License-Identifier: MIT

// chameneos MEETINGS: creatures of three colours meet in pairs, at a place where there is room for two.
package main

import "time"

const (
	creatures = 8
	colours   = 3
)

type visit struct {
	colour  int
	partner chan int
}

func complement(mine, other int) int {
	if mine == other {
		return mine
	}
	return colours - (mine + other)
}

func creature(colour int, arrive chan<- visit, met chan<- int) {
	partner := make(chan int)
	for meetings := 0; ; meetings++ {
		arrive <- visit{colour, partner}
		other, open := <-partner
		if !open {
			met <- meetings
			return
		}
		colour = complement(colour, other)
	}
}

func main() {
	meetings := argument(1, 1000000)
	arrive, met := make(chan visit), make(chan int)
	start := time.Now()
	for i := 0; i < creatures; i++ {
		go creature(i%colours, arrive, met)
	}
	for i := 0; i < meetings; i++ {
		one := <-arrive
		two := <-arrive
		one.partner <- two.colour
		two.partner <- one.colour
	}
	sum := 0
	for i := 0; i < creatures; i++ {
		last := <-arrive
		close(last.partner)
		sum += <-met
	}
	report(time.Since(start), meetings, "meeting", sum)
}
