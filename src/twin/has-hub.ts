/** A hub answers for its health at this address; a server of plain files does not. */
export async function hasHub(hubUrl: string): Promise<boolean> {
  const response = await fetch(new URL('health', hubUrl)).catch(() => null);
  const answer: unknown = await response?.json().catch(() => null);
  return typeof answer === 'object' && answer !== null && 'history' in answer;
}
