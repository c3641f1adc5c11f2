package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrNoEntitySet is returned for a path that holds names in no known form.
var ErrNoEntitySet = errors.New("neither a file of CoNLL04 nor a folder of re3d")

// ReadEntities reads a set of annotated names: NAME.txt in the form of CoNLL04, or a
// folder with documents.json and entities.json as re3d has them, itself or one below. A
// line at fault is a [*LineError].
func ReadEntities(fsys fs.FS, name string) ([]EntityText, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readCoNLL04(f, name)
	}
	var folders []string
	for _, pattern := range []string{"documents.json", "*/documents.json"} {
		found, err := fs.Glob(fsys, path.Join(name, pattern))
		if err != nil {
			return nil, err
		}
		folders = append(folders, found...)
	}
	slices.Sort(folders)
	var texts []EntityText
	for _, file := range folders {
		more, err := readRe3d(fsys, path.Dir(file))
		if err != nil {
			return nil, err
		}
		texts = append(texts, more...)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%q: %w", name, ErrNoEntitySet)
	}
	return texts, nil
}

// readCoNLL04 reads sentences that start with "#doc ID" and have a token a line: number,
// word, tag (B-Peop, I-Org, O ...) and columns that are left aside.
func readCoNLL04(r io.Reader, name string) ([]EntityText, error) {
	var texts []EntityText
	var sent conllSentence
	flush := func() {
		if len(sent.words) > 0 {
			texts = append(texts, sent.text())
		}
		sent = conllSentence{}
	}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if id, ok := strings.CutPrefix(line, "#doc"); ok {
			flush()
			sent.id = "conll04-" + strings.TrimSpace(id)
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		cols := strings.Split(line, "\t")
		if sent.id == "" || len(cols) < 3 {
			return nil, &LineError{name, n, fmt.Errorf("want a line \"#doc ID\" and tokens of three columns: %w", ErrNoEntitySet)}
		}
		sent.words, sent.tags = append(sent.words, cols[1]), append(sent.tags, cols[2])
	}
	flush()
	return texts, lines.Err()
}

// conllSentence is a sentence as words with tags.
type conllSentence struct {
	id          string
	words, tags []string
}

var conllClasses = map[string]EntityClass{"Peop": Person, "Org": Organisation, "Loc": Place}

// text writes the sentence as a newspaper prints it, and lays the tags on it.
func (sent *conllSentence) text() EntityText {
	out := EntityText{ID: sent.id}
	var b strings.Builder
	at := 0 // code points written
	for i, w := range sent.words {
		shown := printed(w)
		if i > 0 && spaceBetween(sent.words[i-1], w) {
			b.WriteByte(' ')
			at++
		}
		start := at
		b.WriteString(shown)
		at += utf8.RuneCountInString(shown)
		_, label, _ := strings.Cut(sent.tags[i], "-")
		class := conllClasses[label]
		if class == "" {
			continue
		}
		if last := len(out.Gold) - 1; sent.tags[i][0] == 'I' && last >= 0 && i > 0 && strings.HasSuffix(sent.tags[i-1], sent.tags[i][1:]) {
			out.Gold[last].End = at
		} else {
			out.Gold = append(out.Gold, EntitySpan{start, at, class})
		}
	}
	out.Text = b.String()
	return out
}

// printed undoes the set's marks for quotations and dashes.
func printed(w string) string {
	switch w {
	case "``":
		return "“"
	case "''":
		return "”"
	case "_":
		return "—"
	case "-LRB-":
		return "("
	case "-RRB-":
		return ")"
	}
	return w
}

// spaceBetween says that a space stands between two of the set's words.
func spaceBetween(before, w string) bool {
	switch w {
	case ",", ";", ":", "?", "!", ".", ")", "]", "%", "-RRB-", "''", "'s", "n't", "'re", "'ll", "'ve", "'d", "'m":
		return false
	}
	switch before {
	case "``", "(", "[", "-LRB-", "$":
		return false
	}
	return true
}

var re3dClasses = map[string]EntityClass{"Person": Person, "Organisation": Organisation, "Location": Place}

// readRe3d reads a folder of re3d: a document and an entity a line.
func readRe3d(fsys fs.FS, folder string) ([]EntityText, error) {
	var texts []EntityText
	byID := map[string]int{}
	err := eachLine(fsys, path.Join(folder, "documents.json"), func(line []byte) error {
		var doc struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(line, &doc); err != nil {
			return err
		}
		byID[doc.ID] = len(texts)
		texts = append(texts, EntityText{ID: doc.ID, Text: doc.Text})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachLine(fsys, path.Join(folder, "entities.json"), func(line []byte) error {
		var ent struct {
			Document   string `json:"documentId"`
			Begin, End int
			Type       string
		}
		if err := json.Unmarshal(line, &ent); err != nil {
			return err
		}
		k, known := byID[ent.Document]
		if class := re3dClasses[ent.Type]; known && class != "" {
			texts[k].Gold = append(texts[k].Gold, EntitySpan{ent.Begin, ent.End, class})
		}
		return nil
	})
	return texts, err
}

// eachLine reads a file line by line, blank ones left out.
func eachLine(fsys fs.FS, name string, read func(line []byte) error) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		if err := read(lines.Bytes()); err != nil {
			return &LineError{name, n, err}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	return nil
}
