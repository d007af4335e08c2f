import { FieldMarch, type FieldPlane, fieldBytes, type MarchLoop } from './field.ts';

const PAGE_BYTES = 65_536;

interface FieldExports {
  march(at: number, ...rest: Parameters<MarchLoop>): void;
}

/** A march on the compiled loop (`kernel/field.ts`), in a memory of its own that starts where the kernel's own data end. */
export function compiledMarch(module: WebAssembly.Module, plane: FieldPlane): FieldMarch {
  const bytes = fieldBytes(plane.columns * plane.rows, plane.links.length) + PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: 65_536, shared: true });
  const { march } = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as FieldExports;
  return new FieldMarch(plane, memory.buffer, PAGE_BYTES, (...rest) => march(PAGE_BYTES, ...rest));
}
