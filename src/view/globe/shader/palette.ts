import { DAY, DUSK, type Hour, NIGHT } from '../sky/look.ts';

/** A colour as a constant of a shader. */
export function glsl([r, g, b]: readonly [number, number, number]): string {
  return `vec3(${r.toFixed(4)}, ${g.toFixed(4)}, ${b.toFixed(4)})`;
}

/** One hour's five colours of walls or roofs as an array of a shader. */
export function paletteText(name: string, hour: Hour, part: 'wall' | 'roof'): string {
  return `const vec3 ${name}[5] = vec3[5](${hour[part].map(glsl).join(', ')});`;
}

/** The three hours' colours of a thing as constants of a shader. */
export function constantText(name: string, part: 'treeDark' | 'treeLight' | 'shore'): string {
  return `const vec3 ${name}_DAY = ${glsl(DAY[part])}; const vec3 ${name}_DUSK = ${glsl(DUSK[part])}; const vec3 ${name}_NIGHT = ${glsl(NIGHT[part])};`;
}
