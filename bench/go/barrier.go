// SPDX-License-Identifier: MIT

// barrier SYNCS: 1,024 goroutines meet at a barrier made of a condition variable.
package main

import (
	"sync"
	"time"
)

const members = 1024

type barrier struct {
	mutex   sync.Mutex
	all     *sync.Cond
	arrived int
	round   int
}

func (b *barrier) sync() {
	b.mutex.Lock()
	round := b.round
	if b.arrived++; b.arrived == members {
		b.arrived = 0
		b.round++
		b.all.Broadcast()
	}
	for round == b.round {
		b.all.Wait()
	}
	b.mutex.Unlock()
}

func member(b *barrier, rounds int, count *int, done *sync.WaitGroup) {
	for i := 0; i < rounds; i++ {
		b.sync()
		*count++
	}
	done.Done()
}

func main() {
	rounds := argument(1, 1024000) / members
	var b barrier
	b.all = sync.NewCond(&b.mutex)
	var done sync.WaitGroup
	counts := make([]int, members)
	start := time.Now()
	done.Add(members)
	for i := range counts {
		go member(&b, rounds, &counts[i], &done)
	}
	done.Wait()
	report(time.Since(start), rounds*members, "process", counts[members-1]*members)
}
