// SPDX-License-Identifier: MIT

// grid STEPS: 64 * 64 cells that exchange their values with their four neighbours. Each cell sends
// and receives by a select until it has done all eight, as a goroutine for each would cost more.
package main

import "time"

const (
	side  = 64
	cells = side * side
	prime = 65521
)

type links struct{ north, east, south, west chan int }

func step(value int, out, in links) int {
	sum := value
	for left := 8; left > 0; left-- {
		select {
		case out.north <- value:
			out.north = nil
		case out.east <- value:
			out.east = nil
		case out.south <- value:
			out.south = nil
		case out.west <- value:
			out.west = nil
		case x := <-in.north:
			sum, in.north = sum+x, nil
		case x := <-in.east:
			sum, in.east = sum+x, nil
		case x := <-in.south:
			sum, in.south = sum+x, nil
		case x := <-in.west:
			sum, in.west = sum+x, nil
		}
	}
	return sum % prime
}

func cell(steps, value int, out, in links, last chan<- int) {
	for i := 0; i < steps; i++ {
		value = step(value, out, in)
	}
	last <- value
}

func newLinks() links {
	return links{make(chan int), make(chan int), make(chan int), make(chan int)}
}

func main() {
	steps := argument(1, 100)
	var out [side][side]links
	for y := range out {
		for x := range out[y] {
			out[y][x] = newLinks()
		}
	}
	last := make(chan int)
	start := time.Now()
	for y := range out {
		for x := range out[y] {
			above, below := out[(y+side-1)%side][x], out[(y+1)%side][x]
			left, right := out[y][(x+side-1)%side], out[y][(x+1)%side]
			in := links{above.south, right.west, below.north, left.east}
			go cell(steps, y*side+x, out[y][x], in, last)
		}
	}
	sum := 0
	for i := 0; i < cells; i++ {
		sum = (sum + <-last) % prime
	}
	report(time.Since(start), steps*cells, "cell and step", sum)
}
