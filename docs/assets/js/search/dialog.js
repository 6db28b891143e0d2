// The dialog: a field, and a grid of hits under it. What it says comes with the index, what it finds from the worker.
import { Client } from "./client.js";
import { links, rows } from "./hits.js";
import { letters, turn } from "../letters.js";
import * as past from "./past.js";
import { say, taken } from "../taking.js";

const SAID_AFTER = 500;
const LONGEST = 300; // signs of a query

export class Dialog {
  #client = new Client();
  #active; // [row, cell]
  #saying;

  constructor(button) {
    this.button = button;
    this.home = new URL(button.dataset.home, location.href);
    this.#build();
    this.ready = this.#load();
  }

  #build() {
    const name = this.button.textContent.trim();
    this.dialog = document.createElement("dialog");
    this.dialog.className = "search";
    this.dialog.setAttribute("aria-label", name);
    this.dialog.innerHTML = `<form class="search__bar" method="dialog"><input class="search__field" name="q" role="combobox"
      aria-expanded="false" aria-controls="search-hits" aria-haspopup="grid" aria-autocomplete="list" autocomplete="off" autocapitalize="off"
      spellcheck="false" enterkeyhint="go"><button class="search__close" type="button"></button></form><p class="search__status" role="status"></p>
      <div class="search__hits" id="search-hits" role="grid"></div><div class="search__else"></div>`;
    const find = (part) => this.dialog.querySelector(part);
    [this.field, this.status, this.grid, this.others] = [".search__field", ".search__status", ".search__hits", ".search__else"].map(find);
    this.field.setAttribute("aria-label", name);
    this.field.maxLength = LONGEST;
    this.grid.setAttribute("aria-label", name);
    find(".search__close").textContent = this.button.dataset.close;
    this.#listen(find(".search__close"));
    document.body.append(this.dialog);
  }

  #listen(close) {
    close.addEventListener("click", () => this.dialog.close());
    this.field.addEventListener("input", () => this.#find());
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.dialog.addEventListener("click", (event) => this.#click(event));
    this.dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#follow();
    });
    this.dialog.addEventListener("close", () => this.#forgetQuery());
  }

  async #load() {
    const about = await this.#client.start(new URL(this.button.dataset.index, location.href).href);
    this.words = about.words;
    this.indexes = about.indexes;
    this.field.placeholder = this.words.placeholder;
  }

  open(query) {
    if (!this.dialog.open) this.dialog.showModal();
    if (query !== undefined) this.field.value = query.slice(0, LONGEST);
    this.field.select();
    this.#find();
  }

  async #find() {
    const query = this.field.value.slice(0, LONGEST);
    try {
      await this.ready;
      const answer = query.trim() ? await this.#client.find(query) : { hits: [] };
      if (answer && this.field.value.startsWith(query)) this.#show(query, answer);
    } catch (error) {
      console.error(error);
      this.#failed();
    }
  }

  #show(query, { hits, offer, near = [] }) {
    const asked = Boolean(query.trim());
    this.grid.replaceChildren(...rows(hits, offer, this.words, this.home));
    this.#activate(undefined);
    const count = this.grid.querySelectorAll("[data-search-result]").length;
    this.field.setAttribute("aria-expanded", String(count > 0));
    this.grid.hidden = count === 0;
    this.#say(asked ? this.#counted(count) : "", count > 0);
    this.#around(asked, count, near);
    this.dialog.dataset.shown = query;
  }

  // What stands under the hits: words that are close, searches made before, the indexes.
  #around(asked, count, near) {
    const { words } = this;
    const earlier = asked ? [] : past.searches();
    const parts = [];
    if (asked && !count && near.length) parts.push(links(words.near, near.map(({ title, href }) => [title, new URL(href, this.home).href])));
    if (earlier.length) parts.push(this.#earlier(earlier));
    if (!count) parts.push(links(words.browse, this.indexes.map(([title, href]) => [title, new URL(href, this.home).href])));
    if (!asked) parts.push(this.#button(letters() ? words.keys_off : words.keys_on, "turn"));
    this.others.replaceChildren(...parts);
  }

  #earlier(searches) {
    const part = links(this.words.recent, searches.map((query) => [query, `?q=${encodeURIComponent(query)}`]));
    part.dataset.recent = "";
    part.append(this.#button(this.words.forget, "forget"));
    return part;
  }

  #button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "search__act";
    button.dataset[act] = "";
    button.textContent = words;
    return button;
  }

  #counted(count) {
    const { one, many, none } = this.words;
    return count === 0 ? none : count === 1 ? one : many.replace("{count}", count);
  }

  // Whoever listens hears how many there are once typing has stopped; whoever sees needs to read it only where there are none.
  #say(words, seen) {
    clearTimeout(this.#saying);
    this.status.classList.toggle("visually-hidden", seen);
    if (!seen) this.status.textContent = words;
    else this.#saying = setTimeout(() => (this.status.textContent = words), SAID_AFTER);
  }

  #failed() {
    this.grid.replaceChildren();
    const { failed, again, otherwiseName, otherwise } = this.button.dataset;
    this.#say(failed, false);
    this.others.replaceChildren(links("", [[again, `?q=${encodeURIComponent(this.field.value)}`], [otherwiseName, otherwise]]));
  }

  // -- keys ------------------------------------------------------------------------------------------------------

  #key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const aside = { ArrowRight: 1, ArrowLeft: 0 }[event.key];
    if (move && this.#rows().length) this.#move(move);
    else if (aside !== undefined && this.#active && event.target === this.field) this.#activate([this.#active[0], aside]);
    else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) this.field.select();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #rows() {
    return [...this.grid.querySelectorAll("[role=row]")];
  }

  // Below the last is the field again, and above the first.
  #move(step) {
    const count = this.#rows().length + 1;
    const next = ((this.#active?.[0] ?? -1) + 1 + step + count) % count;
    this.field.focus();
    this.#activate(next ? [next - 1, 0] : undefined);
  }

  #activate(active) {
    this.#active = active;
    for (const cell of this.grid.querySelectorAll("[aria-selected=true]")) cell.setAttribute("aria-selected", "false");
    const cell = active && this.#rows()[active[0]].querySelectorAll("[role=gridcell]")[active[1]];
    if (!cell) return this.field.removeAttribute("aria-activedescendant");
    cell.setAttribute("aria-selected", "true");
    cell.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", cell.id);
  }

  #follow() {
    const [row, cell] = this.#active ?? [0, 0];
    this.#rows()[row]?.querySelectorAll("[role=gridcell]")[cell]?.firstElementChild.click();
  }

  // -- clicks ----------------------------------------------------------------------------------------------------

  #click(event) {
    const { target } = event;
    if (target === this.dialog) return this.dialog.close(); // beside it
    if (target.closest("[data-forget]")) return this.#forget();
    if (target.closest("[data-turn]")) return this.#turn();
    if (target.closest("[data-copy-hit]")) return this.#copy(target.closest("[data-copy-hit]"));
    const link = target.closest("a[href]");
    if (!link) return;
    if (link.closest("[data-recent]")) {
      event.preventDefault();
      this.open(link.textContent);
      return;
    }
    if (link.matches("[data-search-result]")) past.remember(this.field.value.trim());
    if (link.pathname === location.pathname && link.hash) this.dialog.close();
  }

  #forget() {
    past.forget();
    this.field.focus();
    this.#find();
  }

  #turn() {
    turn();
    this.field.focus();
    this.#find();
  }

  async #copy(button) {
    const { copied, refused } = this.words;
    const done = await taken(button.dataset.copyHit);
    this.#say(done ? copied : refused, done);
    if (done) say(button.querySelector(".search__copying"), copied);
  }

  // An address that asks does so once.
  #forgetQuery() {
    const url = new URL(location.href);
    if (!url.searchParams.has("q")) return;
    url.searchParams.delete("q");
    history.replaceState(history.state, "", url);
  }
}
