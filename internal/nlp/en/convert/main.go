// Convert turns the files of the Python package en_core_web_sm 3.8.0 into the one
// file that package en embeds. The same input gives the same bytes.
//
// The package's folder is $KG_SHARED/nlp/en_core_web_sm-3.8.0, or the first argument;
// the output is model.bin in the current folder, or the second.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kg/internal/nlp"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	dir, out := filepath.Join(os.Getenv("KG_SHARED"), "nlp", "en_core_web_sm-3.8.0"), "model.bin"
	if len(args) > 0 {
		dir = args[0]
	} else if os.Getenv("KG_SHARED") == "" {
		return errors.New("neither a folder of en_core_web_sm 3.8.0 nor KG_SHARED is given")
	}
	if len(args) > 1 {
		out = args[1]
	}
	model, err := convert(dir)
	if err != nil {
		return fmt.Errorf("read %q: %w", dir, err)
	}
	return os.WriteFile(out, model, 0o644)
}

// packageFile says what a file of the package must be; another version differs in it.
type packageFile struct {
	size   int
	sha256 string
}

var packageFiles = map[string]packageFile{
	"tok2vec/model":                  {6269370, "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"},
	"ner/model":                      {6154601, "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"},
	"ner/moves":                      {1064, "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"},
	"parser/model":                   {319909, "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"},
	"parser/moves":                   {1571, "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"},
	"tagger/model":                   {19829, "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"},
	"tagger/cfg":                     {615, "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118"},
	"tokenizer":                      {77066, "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"},
	"attribute_ruler/patterns":       {14735, "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"},
	"lemmatizer/lookups/lookups.bin": {972893, "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"},
	"vocab/lookups.bin":              {70040, "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"},
}

// readPackageFile reads a file and holds it against packageFiles.
func readPackageFile(dir, path string) ([]byte, error) {
	want, ok := packageFiles[path]
	if !ok {
		return nil, fmt.Errorf("%q: no checksum is known", path)
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	if len(data) != want.size || hex.EncodeToString(sum[:]) != want.sha256 {
		return nil, fmt.Errorf("%q is not the file of en_core_web_sm 3.8.0: %d bytes, sha256 %x", path, len(data), sum)
	}
	return data, nil
}

func convert(dir string) ([]byte, error) {
	read := func(path string) ([]byte, error) { return readPackageFile(dir, path) }
	lexical, err := lexSections(read)
	if err != nil {
		return nil, err
	}
	numeric, err := weightSections(read)
	if err != nil {
		return nil, err
	}
	return nlp.EncodeModel(append(numeric, lexical...)), nil
}

func weightSections(read func(string) ([]byte, error)) ([]nlp.Section, error) {
	out := &sectionList{}
	for _, m := range []struct {
		path           string
		layers, params int
		write          func(*network)
	}{
		{"tok2vec/model", 65, 1565664, func(net *network) { out.tok2vec("tok2vec", net) }},
		{"tagger/model", 4, 4850, func(net *network) { out.tagger(net) }},
		{"parser/model", 7, 79786, func(net *network) { out.transitions("parser", net) }},
		{"ner/model", 65, 1536874, func(net *network) {
			out.tok2vec("ner", net)
			out.transitions("ner", net)
		}},
	} {
		data, err := read(m.path)
		if err != nil {
			return nil, err
		}
		net, err := parseNetwork(data, m.layers, m.params)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", m.path, err)
		}
		m.write(net)
	}
	if err := out.names(read); err != nil {
		return nil, err
	}
	return out.sections, out.err
}

func (s *sectionList) tagger(net *network) {
	softmax, err := net.ref("softmax")
	if err != nil {
		s.fail(err)
		return
	}
	s.linear("tagger", softmax)
}

// names writes the labels of the tagger and the actions of parser and ner.
func (s *sectionList) names(read func(string) ([]byte, error)) error {
	data, err := read("tagger/cfg")
	if err != nil {
		return err
	}
	var cfg struct{ Labels []string }
	if err := json.Unmarshal(data, &cfg); err != nil {
		return fmt.Errorf("\"tagger/cfg\": %w", err)
	}
	s.add("tagger.labels", []byte(strings.Join(cfg.Labels, "\n")+"\n"))
	for _, m := range []struct {
		component string
		prefixes  []string
	}{
		{"parser", []string{"S", "D", "L-", "R-", "B-"}},
		{"ner", []string{"M", "B-", "I-", "L-", "U-", "O"}},
	} {
		moves, err := read(m.component + "/moves")
		if err != nil {
			return err
		}
		s.actions(m.component+".actions", moves, m.prefixes)
	}
	return nil
}
