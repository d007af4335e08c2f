import { MessageError } from '../model/text/message.ts';
import { cliMessage, terminalText } from './messages.ts';

/** The page is served there unless another port is asked for. */
export const DEFAULT_PORT = 8080;

/** Before anything is opened: a first start takes long, and would end in vain. */
export async function checkPort(host: string, port: number): Promise<void> {
  const { isPortTaken } = await import('../hub/free-port.ts');
  if (await isPortTaken({ host, port })) throw new MessageError(cliMessage('port-taken', { port }));
}

/**
 * Returns the port to listen on: the one that was asked for, or without one `usual` and then the next that is free. Whoever names a port
 * has written it down elsewhere, so that one which is taken ends the start.
 */
export async function freePortOf(host: string, portFlag: string | undefined, usual: number): Promise<number> {
  if (portFlag === undefined) return (await import('../hub/free-port.ts')).nextFreePort({ host, port: usual });
  const port = portOf('--port', portFlag);
  await checkPort(host, port);
  return port;
}

/** Why a server does not listen, in a sentence where it is that somebody else does. */
export function portFault(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken ? new MessageError(cliMessage('port-taken', { port })) : error;
}

export function portOf(option: string, text: string): number {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new MessageError(cliMessage('port', { option, got: text }));
  return port;
}

/** The first signal lets the work end; a second one, or work that does not end in 10 s, ends the process. */
export function closeOnSignal(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(1), 10_000).unref();
      close().catch((error: unknown) => {
        process.stderr.write(`shapan: ${terminalText(error)}\n`);
        process.exitCode = 1;
      });
    });
}
