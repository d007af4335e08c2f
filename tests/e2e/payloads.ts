/** What `globalThis` wears if any of them ran. */
export const MARK = 'shapanWasHere';

const RUN = `globalThis.${MARK}=1`;

/** Ways by which text was ever taken for markup or code: tags, events, URLs, templates, encodings, keys of prototypes. */
const VECTORS = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src=x onerror=${RUN}//`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<body onload="${RUN}">`,
  `<iframe srcdoc="<script>parent.${MARK}=1</script>"></iframe>`,
  `<iframe src="javascript:parent.${MARK}=1"></iframe>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<details open ontoggle="${RUN}">x</details>`,
  `<video><source onerror="${RUN}"></video>`,
  `<input autofocus onfocus="${RUN}">`,
  `<math><mtext><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></mtext></math>`,
  `<object data="javascript:${RUN}"></object>`,
  `<style>@import 'javascript:${RUN}'</style>`,
  `<base href="javascript:${RUN}//">`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `javascript:${RUN}`,
  `data:text/html,<script>parent.${MARK}=1</script>`,
  `\${${RUN}}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `$t(sensors.live) <b onclick="${RUN}">`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `__proto__`,
];

/** Out of an attribute, a comment, a text area, and as it stands: 25 × 4 = 100. */
export const PAYLOADS: readonly string[] = ['', '">', '--><!--', '</textarea></title>'].flatMap((before) =>
  VECTORS.map((vector) => `${before}${vector}`),
);
