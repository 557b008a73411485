// SPDX-License-Identifier: MIT

// sieve COUNT: the pipeline of filters.
package main

import "time"

func generate(out chan<- int) {
	for n := 2; ; n++ {
		out <- n
	}
}

func filter(in <-chan int, out chan<- int) {
	prime := <-in
	for {
		n := <-in
		if n%prime != 0 {
			out <- n
		}
	}
}

// How many communications it takes until the prime `last` reaches the last process: each number
// goes through the filters up to that of its smallest divisor.
func communications(last int) int {
	primes, sum := []int{}, 0
	for n := 2; n <= last; n++ {
		i := 0
		for i < len(primes) && primes[i]*primes[i] <= n && n%primes[i] != 0 {
			i++
		}
		if i == len(primes) || primes[i]*primes[i] > n {
			primes = append(primes, n)
			sum += len(primes)
		} else {
			sum += i + 1
		}
	}
	return sum
}

func main() {
	count := argument(1, 2000)
	start := time.Now()
	c := make([]chan int, count)
	for i := range c {
		c[i] = make(chan int)
	}
	go generate(c[0])
	for i := 1; i < count; i++ {
		go filter(c[i-1], c[i])
	}
	prime := <-c[count-1]
	report(time.Since(start), communications(prime), "communication", prime)
}
