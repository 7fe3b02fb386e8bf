// Command index writes index.html for the pictures that the tests of package gallery left in a
// folder.
//
//	go run ./bench/gallery/index build/gallery
package main

import (
	"fmt"
	"html/template"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// state is one state of the window and its pictures.
type state struct {
	Group, Name string
	Looks       []string // such as de-light-100
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: index FOLDER")
	}
	states, err := read(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := write(filepath.Join(os.Args[1], "index.html"), states); err != nil {
		log.Fatal(err)
	}
	pictures := 0
	for _, s := range states {
		pictures += len(s.Looks)
	}
	fmt.Printf("%d pictures of %d states: %s\n", pictures, len(states), filepath.Join(os.Args[1], "index.html"))
}

// read returns the states of a folder, GROUP/STATE.LOOK.png.
func read(folder string) ([]state, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.png"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var states []state
	for _, file := range files {
		group := filepath.Base(filepath.Dir(file))
		name, look, ok := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".png"), ".")
		if !ok {
			continue
		}
		if n := len(states); n == 0 || states[n-1].Group != group || states[n-1].Name != name {
			states = append(states, state{Group: group, Name: name})
		}
		last := &states[len(states)-1]
		last.Looks = append(last.Looks, look)
	}
	return states, nil
}

func write(file string, states []state) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := page.Execute(out, states); err != nil {
		return err
	}
	return out.Close()
}

// page shows one look of each state; a choice at the top takes another for all. Without a script
// the links below each picture lead to the others.
var page = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Surfstick SMS: every state</title>
<style>
body { font: 15px system-ui, sans-serif; margin: 1rem; background: #f4f5f7; color: #1c2227 }
header { position: sticky; top: 0; background: #f4f5f7; padding: .5rem 0 }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1rem }
figure { margin: 0; background: #fff; border: 1px solid #cfd5db; border-radius: 6px; padding: .5rem }
img { width: 100%; height: auto } a { color: #1a5fa8; font-size: 12px }
</style>
<header>
<label>Group <select id="group"><option value="">all</option></select></label>
<label>Language <select id="language"><option>de<option>en</select></label>
<label>Look <select id="look"><option>light<option>dark</select></label>
<label>Size <select id="size"><option value="100">100 %<option value="150">150 %<option value="200">200 %, smallest window
<option value="text">largest text<option value="smalltext">largest text, smallest window</select></label>
</header>
<main>
{{range .}}{{$s := .}}<figure data-group="{{.Group}}" data-name="{{.Name}}">
<img loading="lazy" src="{{.Group}}/{{.Name}}.{{index .Looks 0}}.png" alt="{{.Group}}: {{.Name}}">
<figcaption>{{.Group}} · {{.Name}}<br>
{{range .Looks}}<a href="{{$s.Group}}/{{$s.Name}}.{{.}}.png">{{.}}</a> {{end}}</figcaption></figure>
{{end}}</main>
<script>
const choice = id => document.getElementById(id);
const figures = [...document.querySelectorAll('figure')];
for (const g of new Set(figures.map(f => f.dataset.group))) choice('group').add(new Option(g, g));
function show() {
  const look = ['language', 'look', 'size'].map(id => choice(id).value).join('-');
  for (const f of figures) {
    const file = f.dataset.group + '/' + f.dataset.name + '.' + look + '.png';
    const there = [...f.querySelectorAll('a')].some(a => a.getAttribute('href') === file);
    f.hidden = !there || (choice('group').value && choice('group').value !== f.dataset.group);
    f.style.display = f.hidden ? 'none' : '';
    if (there) f.querySelector('img').src = file;
  }
}
document.querySelector('header').onchange = show;
show();
</script>
`))
