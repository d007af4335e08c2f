/** What a browser is shown where nothing is: in both languages, with the way to the cities. Names are a city's own and stand as text. */
export function lostPage(cities: readonly { id: string; name: { zh: string; en: string } }[]): string {
  const links = cities.map(
    ({ id, name }) =>
      `<li><a href="/?city=${encodeURIComponent(id)}">${escaped(name.zh)} · ${escaped(name.en)}</a></li>`,
  );
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>沙盘 Shapan</title>
<link rel="icon" href="data:,">
<style>
body { margin: 12vh auto; max-width: 34rem; padding: 0 1.5rem; font: 16px/1.6 "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; color: #1d2023; background: #f6f6f2; }
h1 { font-size: 1.4rem; }
a { color: #1f4e9e; }
</style>
<h1>没有这个页面</h1>
<p lang="en">There is no such page.</p>
<p>可打开的城市 <span lang="en">Cities to open</span></p>
<ul>
${links.join('\n')}
</ul>
<p><a href="/">返回沙盘 <span lang="en">Back to Shapan</span></a></p>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}
