package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeCommands wants every command that the README shows to be run by a script,
// word for word.
func TestReadmeCommands(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Skip(err)
	}
	scripted := scriptedCommands(t)
	for _, command := range shownCommands(string(page)) {
		if !scripted[command] {
			t.Errorf("README.md shows %q, which no testdata/script/*.txtar runs", command)
		}
	}
}

// scriptedCommands are the commands of all scripts, as shownCommands writes them.
func scriptedCommands(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	run := regexp.MustCompile(`^(?:\[\S+\] )*(?:! )?(?:exec|exits \d+|interrupt \S+) (kg .*?)(?: &)?$`)
	commands := make(map[string]bool)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if m := run.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				commands[plainQuotes(m[1])] = true
			}
		}
	}
	return commands
}

// shownCommands are the calls of kg in the shell blocks of a page, without what the
// shell does around them.
func shownCommands(page string) []string {
	var commands []string
	for i, block := range strings.Split(page, "```") {
		language, body, _ := strings.Cut(block, "\n")
		if i%2 == 0 || language != "sh" && language != "console" {
			continue
		}
		for line := range strings.Lines(body) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
			for _, part := range regexp.MustCompile(`&&|\|`).Split(line, -1) {
				part, _, _ = strings.Cut(part, " > ")
				part, _, _ = strings.Cut(part, " #")
				part = strings.TrimPrefix(strings.TrimSpace(part), "./")
				if strings.HasPrefix(part, "kg ") {
					commands = append(commands, plainQuotes(part))
				}
			}
		}
	}
	return commands
}

// plainQuotes lets the quotes of a shell and of a script be the same.
func plainQuotes(s string) string { return strings.ReplaceAll(s, `"`, `'`) }
