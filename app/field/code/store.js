// What the phone keeps. Each change is one transaction of IndexedDB: it happened or it did not.
//
// `phone`: who used it, settings; not secret. `things`: everything of a person, sealed with their lock, under
// [person, kind, name]; kinds are "work", "hello", "where", "item" and "file" (a Blob by its SHA-256).

import { noLock } from "./lock.js";
import { hashesOf, next } from "./outbox.js";

const VERSION = 1;
const UNSENT = "khyanalt-unsent-"; // in localStorage, which outlives an evicted database in some browsers

export async function openStore(name = "khyanalt-field") {
  const db = await request(Object.assign(indexedDB.open(name, VERSION), { onupgradeneeded: upgrade }));
  db.onversionchange = () => db.close(); // a newer app in another tab may go on; this one says so at its next write
  return new Store(db, name);
}

/** Only ever adds: an older tab may still be open. */
function upgrade({ target: { result: db } }) {
  for (const name of ["phone", "things"]) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name);
}

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked by an older tab"));
  });

const range = (person, ...kind) => IDBKeyRange.bound([person, ...kind], [person, ...kind, []]);

/** One after the other over all tabs, for everything under this name. */
const alone = (name, act) => navigator.locks.request(`khyanalt-item-${name}`, act);

class Store {
  constructor(db, name) {
    this.db = db;
    this.channel = new BroadcastChannel(name);
  }

  /** Rows of one object store in one transaction: `change` gets the object store and must not wait for anything else. */
  write(name, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(name, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      change(transaction.objectStore(name));
    });
  }

  read(name, ask) {
    return request(ask(this.db.transaction(name).objectStore(name)));
  }

  async people() {
    return (await this.read("phone", (rows) => rows.get("people"))) ?? [];
  }

  /** Add a person or change what is known of them: {id, name, pin?: what lock.js keeps of a PIN}. */
  async remember(person) {
    const others = (await this.people()).filter(({ id }) => id !== person.id);
    await this.write("phone", (rows) => rows.put([...others, person], "people"));
  }

  async forget(person) {
    const others = (await this.people()).filter(({ id }) => id !== person);
    await this.write("phone", (rows) => rows.put(others, "people"));
    await this.write("things", (rows) => rows.delete(range(person)));
    this.countUnsent(person, 0);
  }

  async settings() {
    return (await this.read("phone", (rows) => rows.get("settings"))) ?? {};
  }

  async keepSettings(changed) {
    const settings = { ...(await this.settings()), ...changed };
    await this.write("phone", (rows) => rows.put(settings, "settings"));
  }

  of(person, lock = noLock) {
    return new Mine(this, person, lock);
  }

  /** How many unsent items the browser threw away with the database; 0 when it did not. */
  async lost() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(UNSENT));
    const isEmpty = !(await this.read("things", (rows) => rows.count()));
    return isEmpty ? names.reduce((sum, name) => sum + Number(localStorage.getItem(name)), 0) : 0;
  }

  countUnsent(person, number) {
    if (number) localStorage.setItem(UNSENT + person, String(number));
    else localStorage.removeItem(UNSENT + person);
  }
}

/** Everything of one person. Needs their open lock. */
export class Mine {
  constructor(store, person, lock) {
    Object.assign(this, { store, person, lock });
  }

  async get(kind, name) {
    const kept = await this.store.read("things", (rows) => rows.get([this.person, kind, name]));
    return kept && this.lock.open(kept);
  }

  /** Several things at once: [kind, name, value], without a value: gone. */
  async put(...things) {
    const sealed = await Promise.all(things.map(([, , value]) => (value === undefined ? undefined : this.lock.seal(value))));
    await this.store.write("things", (rows) => {
      things.forEach(([kind, name], index) => {
        const key = [this.person, kind, name];
        if (sealed[index] === undefined) rows.delete(key);
        else rows.put(sealed[index], key);
      });
    });
    this.store.channel.postMessage({ person: this.person });
  }

  work() {
    return this.get("work", "");
  }

  hello() {
    return this.get("hello", "");
  }

  keepWork(work) {
    return this.put(["work", "", work]);
  }

  keepHello(hello) {
    return this.put(["hello", "", hello]);
  }

  /** Where the phone was last: {position: [latitude, longitude, metres], at: milliseconds}. */
  where() {
    return this.get("where", "");
  }

  keepWhere(where) {
    return this.put(["where", "", where]);
  }

  /** The newest first. */
  async items() {
    const kept = await this.store.read("things", (rows) => rows.getAll(range(this.person, "item")));
    const items = await Promise.all(kept.map((row) => this.lock.open(row)));
    return items.sort((a, b) => b.createdAt - a.createdAt);
  }

  item(key) {
    return this.get("item", key);
  }

  keep(item, ...files) {
    return this.put(["item", item.key, item], ...files.map(([sha256, blob]) => ["file", sha256, blob]));
  }

  /** Note how much is unsent where an eviction of the database does not reach. */
  async count() {
    this.store.countUnsent(this.person, (await this.items()).filter(({ state }) => state !== "done").length);
  }

  /** Take a passage of the item as it is now, one after the other over all tabs, with files [sha256, Blob] that came with it. */
  change(key, event, ...files) {
    return alone(key, async () => {
      const after = next(await this.item(key), event);
      await this.keep(after, ...files);
      return after;
    });
  }

  /** By the person's word only. */
  async drop(item) {
    await this.put(["item", item.key], ...(await this.onlyOf(item)).map((sha256) => ["file", sha256]));
  }

  file(sha256) {
    return this.get("file", sha256).catch(() => null);
  }

  /** After its receipt: the item stays in the list, its files leave the phone. */
  async letFilesGo(item) {
    const files = await this.onlyOf(item);
    if (files.length) await this.put(...files.map((sha256) => ["file", sha256]));
  }

  /** Files of the item that no other one needs; `of` says which of its files are meant. */
  async onlyOf(item, of = hashesOf) {
    const others = (await this.items()).filter(({ key, state }) => key !== item.key && state !== "done");
    const needed = new Set(others.flatMap(hashesOf));
    return of(item).filter((sha256) => !needed.has(sha256));
  }

  /** Seal what was kept without the lock, by an earlier time or another tab. May be stopped anywhere and begun anew. */
  async sealAll() {
    this.store.channel.postMessage({ person: this.person, isSealed: true });
    const keys = await this.store.read("things", (rows) => rows.getAllKeys(range(this.person)));
    for (const key of keys) await alone(key[2], () => this.seal(key));
  }

  async seal([, kind, name]) {
    const kept = await this.store.read("things", (rows) => rows.get([this.person, kind, name]));
    if (kept && "plain" in kept) await this.put([kind, name, kept.plain]);
  }

  /** Also called when another tab changed something; returns what ends it. */
  onChange(callback) {
    const heard = ({ data }) => data.person === this.person && callback(data);
    this.store.channel.addEventListener("message", heard);
    return () => this.store.channel.removeEventListener("message", heard);
  }
}
