/// <reference path="./gltf-validator.d.ts" />
import type { ValidationMessage } from 'gltf-validator';

/** Severities below this are errors and warnings; extensions that the validator does not know are informations. */
const INFORMATION = 2;

/**
 * What Khronos' glTF Validator says against a file: errors and warnings. It does not look behind EXT_meshopt_compression
 * and knows no EXT_* metadata: `content.ts` does. Loaded when first asked for (0.2 s).
 */
export async function gltfProblems(bytes: Uint8Array): Promise<ValidationMessage[]> {
  const { validateBytes } = await import('gltf-validator');
  // Bytes that are no glTF at all it does not judge: it throws a text.
  const { issues } = await validateBytes(bytes, { maxIssues: 100 }).catch((error: unknown) => ({
    issues: { messages: [{ code: 'NOT_GLTF', message: String(error), severity: 0 }] },
  }));
  return issues.messages.filter(({ severity }) => severity < INFORMATION);
}
