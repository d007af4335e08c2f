/** Bytes looked through at once: some 5 ms, so that the page goes on between. */
const PART_BYTES = 4 * 2 ** 20;
/** A word may lie across two parts. */
const OVERLAP_BYTES = 64;
const WORDS = { tasks: /=\s*IFCTASK\s*\(/, shapes: /=\s*IFCPRODUCTDEFINITIONSHAPE\s*\(/ };

/** Whether an IFC holds a schedule, a building or both, without reading it. */
export async function ifcCapabilities(file: Blob): Promise<{ tasks: boolean; shapes: boolean }> {
  const found = { tasks: false, shapes: false };
  for (let at = 0; at < file.size && !(found.tasks && found.shapes); at += PART_BYTES) {
    const text = await file.slice(at, at + PART_BYTES + OVERLAP_BYTES).text();
    found.tasks ||= WORDS.tasks.test(text);
    found.shapes ||= WORDS.shapes.test(text);
  }
  return found;
}
