/**
 * Draws an element of the page as it is laid out, at any number of pixels: a copy whose styles are written into it stands in a picture of SVG.
 * Pictures in it and what style sheets put before or after it are left out.
 */
export async function paintElement(
  context: CanvasRenderingContext2D,
  element: HTMLElement,
  { xPx, yPx, scale }: { xPx: number; yPx: number; scale: number },
): Promise<void> {
  const { width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return;
  const copy = styledCopy(element);
  copy.style.position = 'static';
  copy.style.visibility = 'visible';
  copy.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml');
  const html = new XMLSerializer().serializeToString(copy);
  const size = `width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><foreignObject width="100%" height="100%">${html}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  context.drawImage(image, xPx, yPx, width * scale, height * scale);
}

function styledCopy(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true) as HTMLElement;
  const originals = [element, ...element.querySelectorAll<HTMLElement | SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<HTMLElement | SVGElement>('*')];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    const { style: own } = copies[i];
    for (const name of style) own.setProperty(name, style.getPropertyValue(name));
  }
  return copy;
}
