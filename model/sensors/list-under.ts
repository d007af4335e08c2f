/** Adds one to the list that a map has under a key, which begins with its first. */
export function listUnder<Key, One>(lists: Map<Key, One[]>, key: Key, one: One): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}
