/** The WebAssembly of web-ifc, whose glue asks for the name of the file only; a task that reads IFC is given it. */
export const IFC_WASM_URL = new URL('../../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;
