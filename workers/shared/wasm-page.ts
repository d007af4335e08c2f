/** Bytes of a page of WebAssembly memory, the unit in which it grows (WebAssembly core specification 1.0, 4.2.8). */
export const WASM_PAGE_BYTES = 65_536;
