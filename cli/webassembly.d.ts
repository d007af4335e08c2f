export {};

declare global {
  /** What the cores use of it. Node has it; its type package leaves it to the browser's libraries, which the command line does without. */
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
      static exports(module: Module): { name: string }[];
    }
    class Memory {
      constructor(limits: { initial: number; maximum: number; shared: boolean });
      readonly buffer: ArrayBuffer;
      /** By so many pages of 64 KiB. */
      grow(pages: number): number;
    }
    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, unknown>>);
      readonly exports: Record<string, unknown>;
    }
  }
}
