package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress is a bar on standard error where that is a terminal, else nothing. step may
// be called by several goroutines.
type progress struct {
	a   *app
	bar *progressbar.ProgressBar
}

func (a *app) newProgress() *progress { return &progress{a: a} }

// scan shows how many files have been looked through, of a number not yet known.
func (p *progress) scan() { p.show(-1, "looking through files", "files") }

// start shows the bar; total is the number of articles.
func (p *progress) start(total int) {
	p.finish()
	p.show(total, "reading", "articles")
}

func (p *progress) show(total int, what, unit string) {
	if !isTerminal(p.a.stderr) {
		return
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(p.a.stderr),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionFullWidth(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionEnableColorCodes(colour(p.a.stderr)),
	)
}

// The bar's own errors are those of writing to the terminal, which nobody could read.

func (p *progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// clear makes room for a line.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
