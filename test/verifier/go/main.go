// SPDX-License-Identifier: EUPL-1.2

// Checks an exported log with golang.org/x/mod/sumdb, the library behind Go's own checksum database: the checkpoints, every
// tile, every entry's place in the tree, and that each older checkpoint is the beginning of the newest.
//
// usage: checker FOLDER             exit 0 whole, 4 damaged
//
//	checker -vectors FOLDER    the published test vectors; TAP
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// A checkpoint: what the log signs.
type checkpoint struct {
	origin string
	tree   tlog.Tree
}

func parse(text string) (checkpoint, error) {
	var c checkpoint
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] == "" {
		return c, errors.New("a checkpoint is three lines")
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != lines[1] {
		return c, errors.New("the size is no number")
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil || hash.String() != lines[2] {
		return c, errors.New("the root is no hash")
	}
	return checkpoint{lines[0], tlog.Tree{N: n, Hash: hash}}, nil
}

// A key of the log, and the sizes it counts for.
type logKey struct {
	note.Verifier
	from, until int64
}

func keysFrom(text string) ([]logKey, error) {
	var all []logKey
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		words := strings.Split(line, " ")
		key, err := note.NewVerifier(words[0])
		k := logKey{key, 0, math.MaxInt64}
		for i, size := range []*int64{&k.from, &k.until} {
			if err == nil && len(words) > i+1 {
				*size, err = strconv.ParseInt(words[i+1], 10, 64)
			}
		}
		if err != nil || len(words) > 3 || (len(all) > 0 && key.Name() != all[0].Name()) {
			return nil, fmt.Errorf("log.vkey: not a key of the log: %s", line)
		}
		all = append(all, k)
	}
	return all, nil
}

func opened(folder, path string, keys []logKey) (checkpoint, error) {
	raw, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		return checkpoint{}, err
	}
	var known []note.Verifier
	for _, k := range keys {
		known = append(known, k)
	}
	n, err := note.Open(raw, note.VerifierList(known...))
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %v", path, err)
	}
	c, err := parse(n.Text)
	counts := false
	for _, s := range n.Sigs {
		for _, k := range keys {
			counts = counts || (s.Hash == k.KeyHash() && c.tree.N >= k.from && c.tree.N <= k.until)
		}
	}
	if err == nil && c.origin != keys[0].Name() {
		err = errors.New("it is another log's")
	} else if err == nil && !counts {
		err = errors.New("only a key that does not count at its size signed it")
	}
	if err != nil {
		return c, fmt.Errorf("%s: %v", path, err)
	}
	return c, nil
}

// C2SP's path of a tile: as the library's own, but without the height, and entries are not called data.
func path(t tlog.Tile) string {
	return "tile/" + strings.Replace(strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", height)), "data/", "entries/", 1)
}

// The library reads tiles through this.
type tiles struct {
	folder string
}

func (t tiles) Height() int                         { return height }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, w := range wanted {
		raw, err := os.ReadFile(filepath.Join(t.folder, path(w)))
		if err != nil {
			return nil, err
		}
		all = append(all, raw)
	}
	return all, nil
}

// Hashes by the library's own numbering, kept in memory.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, i := range indexes {
		if i < 0 || i >= int64(len(*h)) {
			return nil, errors.New("no such hash")
		}
		found = append(found, (*h)[i])
	}
	return found, nil
}

func (h *hashes) add(n int64, entry []byte) error {
	more, err := tlog.StoredHashesForRecordHash(n, tlog.RecordHash(entry), h)
	*h = append(*h, more...)
	return err
}

func entries(folder string, size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := int(size - n*256)
		if width > 256 {
			width = 256
		}
		name := path(tlog.Tile{H: height, L: -1, N: n, W: width})
		raw, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		for ; width > 0; width-- {
			if len(raw) < 2 || len(raw)-2 < int(binary.BigEndian.Uint16(raw)) {
				return nil, fmt.Errorf("%s: an entry is cut short", name)
			}
			end := 2 + int(binary.BigEndian.Uint16(raw))
			all = append(all, raw[2:end])
			raw = raw[end:]
		}
		if len(raw) > 0 {
			return nil, fmt.Errorf("%s: it holds more than its entries", name)
		}
	}
	return all, nil
}

// The tiles of a tree. The library also names the narrower ones that smaller trees had.
func tilesOf(size int64) []tlog.Tile {
	var all []tlog.Tile
	for _, t := range tlog.NewTiles(height, 0, size) {
		if t.W == 1<<height || int64(t.W) == size>>(height*t.L)%(1<<height) {
			all = append(all, t)
		}
	}
	return all
}

// The library makes each tile again from the entries.
func sameTiles(folder string, size int64, h *hashes) error {
	for _, t := range tilesOf(size) {
		raw, err := os.ReadFile(filepath.Join(folder, path(t)))
		if err != nil {
			return err
		}
		made, err := tlog.ReadTileData(t, h)
		if err != nil || !bytes.Equal(raw, made) {
			return fmt.Errorf("%s: not the hashes of the entries", path(t))
		}
	}
	return nil
}

// Each entry and each older checkpoint, proven from the tiles as a stranger's client would do it.
func proven(folder string, keys []logKey, c checkpoint, all [][]byte) error {
	reader := tlog.TileHashReader(c.tree, tiles{folder})
	for i, entry := range all {
		proof, err := tlog.ProveRecord(c.tree.N, int64(i), reader)
		if err == nil {
			err = tlog.CheckRecord(proof, c.tree.N, c.tree.Hash, int64(i), tlog.RecordHash(entry))
		}
		if err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
	}
	older, err := filepath.Glob(filepath.Join(folder, "checkpoints", "*"))
	for _, name := range older {
		old, err := opened(folder, "checkpoints/"+filepath.Base(name), keys)
		if err != nil {
			return err
		}
		if filepath.Base(name) != strconv.FormatInt(old.tree.N, 10) || old.tree.N >= c.tree.N {
			return fmt.Errorf("%s: it is of another size", name)
		}
		if old.tree.N == 0 {
			continue // every tree extends the empty one
		}
		proof, err := tlog.ProveTree(c.tree.N, old.tree.N, reader)
		if err == nil {
			err = tlog.CheckTree(proof, c.tree.N, c.tree.Hash, old.tree.N, old.tree.Hash)
		}
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
	}
	return err
}

func verify(folder string) error {
	vkey, err := os.ReadFile(filepath.Join(folder, "log.vkey"))
	if err != nil {
		return err
	}
	keys, err := keysFrom(string(vkey))
	if err != nil {
		return err
	}
	c, err := opened(folder, "checkpoint", keys)
	if err != nil {
		return err
	}
	all, err := entries(folder, c.tree.N)
	if err != nil {
		return err
	}
	var h hashes
	for i, entry := range all {
		if err := h.add(int64(i), entry); err != nil {
			return err
		}
	}
	root, err := tlog.TreeHash(c.tree.N, &h)
	if err != nil || root != c.tree.Hash {
		return errors.New("checkpoint: it was signed for other entries")
	}
	if err := sameTiles(folder, c.tree.N, &h); err != nil {
		return err
	}
	return proven(folder, keys, c, all)
}

// ---------------------------------------------------------------------------------------------- vectors ---

var run, failed int

func ok(good bool, what string) {
	run++
	no := ""
	if !good {
		failed++
		no = "not "
	}
	fmt.Printf("%sok %d - %s\n", no, run, what)
}

func load(folder, name string, to interface{}) {
	raw, err := os.ReadFile(filepath.Join(folder, name))
	if err == nil {
		err = json.Unmarshal(raw, to)
	}
	if err != nil {
		fmt.Printf("Bail out! %s: %v\n", name, err)
		os.Exit(1)
	}
}

func hashFrom(text string) (h tlog.Hash, good bool) {
	raw, err := base64.StdEncoding.DecodeString(text)
	copy(h[:], raw)
	return h, err == nil && len(raw) == len(h)
}

// Numbers beyond what the library holds are refused, as it would be by whoever calls it.
func number(text json.Number) (int64, bool) {
	n, err := text.Int64()
	return n, err == nil
}

type vector struct {
	Name, Kind            string
	Proof                 []string
	Valid                 bool
	Index, Size, From, To json.Number
	Leaf                  string `json:"leaf_hash"`
	Root, Root1, Root2    string
}

func (v vector) holds() bool {
	var proof []tlog.Hash
	for _, text := range v.Proof {
		h, good := hashFrom(text)
		if !good {
			return false
		}
		proof = append(proof, h)
	}
	if v.Kind == "inclusion" {
		index, a := number(v.Index)
		size, b := number(v.Size)
		leaf, c := hashFrom(v.Leaf)
		root, d := hashFrom(v.Root)
		return a && b && c && d && tlog.CheckRecord(proof, size, root, index, leaf) == nil
	}
	from, a := number(v.From)
	to, b := number(v.To)
	old, c := hashFrom(v.Root1)
	new, d := hashFrom(v.Root2)
	return a && b && c && d && tlog.CheckTree(proof, to, new, from, old) == nil
}

func vectorTree(size int64, root string, resources int, sums map[string]string) {
	var h hashes
	var bundle []byte
	count := 0
	check := func(name string, raw []byte) {
		count++
		if sum, there := sums[name]; there {
			made := sha256.Sum256(raw)
			ok(hex.EncodeToString(made[:]) == sum, name)
		}
	}
	for i := int64(0); i < size; i++ {
		entry := []byte(fmt.Sprintf("leaf %d", i))
		if h.add(i, entry) != nil {
			ok(false, "a leaf")
		}
		bundle = append(append(bundle, byte(len(entry)>>8), byte(len(entry))), entry...)
		if (i+1)%256 == 0 || i+1 == size {
			check(path(tlog.Tile{H: height, L: -1, N: i / 256, W: int(i%256) + 1}), bundle)
			bundle = nil
		}
	}
	made, err := tlog.TreeHash(size, &h)
	ok(err == nil && made.String() == root, fmt.Sprintf("the root of %d leaves", size))
	for _, t := range tilesOf(size) {
		raw, err := tlog.ReadTileData(t, &h)
		if err != nil {
			ok(false, path(t))
		}
		check(path(t), raw)
	}
	ok(count == resources, "and the number of its resources")
}

func vectors(folder string) {
	var proofs struct{ Vectors []vector }
	for _, name := range []string{"merkle-proofs.json", "merkle-proofs-over-int63.json"} {
		load(folder, name, &proofs)
		for _, v := range proofs.Vectors {
			ok(v.holds() == v.Valid, v.Name)
		}
	}
	var trees struct {
		Trees []struct {
			Size      int64
			Root      string
			Resources int
			Sha256    map[string]string
		}
	}
	load(folder, "tiles.json", &trees)
	for _, t := range trees.Trees {
		vectorTree(t.Size, t.Root, t.Resources, t.Sha256)
	}
	var notes struct {
		Notes []struct {
			Source, Note string
			Key          struct{ Vkey string }
		}
		Bad []struct{ Why, Vkey string } `json:"bad_vkeys"`
	}
	load(folder, "notes.json", &notes)
	for _, n := range notes.Notes {
		key, err := note.NewVerifier(n.Key.Vkey)
		if err == nil {
			_, err = note.Open([]byte(n.Note), note.VerifierList(key))
		}
		ok(err == nil, n.Source)
		_, err = note.Open([]byte(strings.Replace(n.Note, "a", "b", 1)), note.VerifierList(key))
		ok(err != nil, "with a letter changed")
	}
	for _, b := range notes.Bad {
		_, err := note.NewVerifier(b.Vkey)
		ok(err != nil, b.Why)
	}
	fmt.Printf("1..%d\n", run)
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "-vectors" {
		vectors(os.Args[2])
		if failed > 0 {
			os.Exit(1)
		}
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: checker FOLDER | -vectors FOLDER")
		os.Exit(2)
	}
	if err := verify(os.Args[1]); err != nil {
		fmt.Println(err)
		os.Exit(4)
	}
	fmt.Println("whole")
}
