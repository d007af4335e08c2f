import { FieldMarch, type FieldPlane, fieldBytes } from './field.ts';

const PAGE_BYTES = 65_536;

interface FieldExports {
  begin(at: number, cells: number, columns: number, links: number, firstS: number): void;
  enter(cell: number): void;
  march(): void;
}

/** A march on the compiled loop (`kernel/field.ts`), in a memory of its own that starts where the kernel's own data end. */
export function compiledMarch(module: WebAssembly.Module, plane: FieldPlane): FieldMarch {
  const cells = plane.columns * plane.rows;
  const bytes = fieldBytes(cells, plane.links.length) + PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: 65_536, shared: true });
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as FieldExports;
  return new FieldMarch(plane, memory.buffer, PAGE_BYTES, {
    begin: (firstS) => kernel.begin(PAGE_BYTES, cells, plane.columns, plane.links.length, firstS),
    enter: kernel.enter,
    march: kernel.march,
  });
}
