import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { sentencesOf } from '../../model/text/message.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { versionOf } from '../sim/result-folder.ts';
import { type McpPlace, TOOLS } from './mcp-tools.ts';
import type { PlanPicture } from './plan-picture.ts';

/**
 * Offers what a language model may ask of the cities of this machine: all tools read, none writes beside its own temporary folder, and nothing
 * leaves the machine by itself. What is wrong with a call comes back as its answer, so that the model can mend it.
 */
export function openMcpServer(place: McpPlace): Server {
  const server = new Server({ name: 'shapan', version: versionOf() }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: Object.entries(TOOLS).map(([name, { title, description, asks }]) => {
      const { $schema: _, ...inputSchema } = jsonSchemaOf(asks, title);
      return {
        name,
        title,
        description,
        inputSchema: { ...inputSchema, type: 'object' as const },
        annotations: { readOnlyHint: true, openWorldHint: false },
      };
    }),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: given } }, { signal }) => {
    const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
    if (!tool) return refusal(`expected one of ${Object.keys(TOOLS).join(', ')}, got ${JSON.stringify(name)}`);
    const wanted = checked(tool.asks, given ?? {});
    if (!wanted.success)
      return refusal(
        faultMessages(wanted.issues, name)
          .map(({ text }) => text.en)
          .join('\n'),
      );
    try {
      return answer(await tool.answer(wanted.output as never, place, signal));
    } catch (error) {
      return refusal(textOf(error));
    }
  });
  return server;
}

const textOf = (error: unknown): string =>
  sentencesOf(error, 'en') ?? (error instanceof Error ? error.message : String(error));

/** A picture goes before the text that explains it. */
function answer(found: unknown): CallToolResult {
  const text = (json: unknown) => ({ type: 'text' as const, text: JSON.stringify(json) });
  if (!isPicture(found)) return { content: [text(found)] };
  const data = Buffer.from(found.png).toString('base64');
  return { content: [{ type: 'image', data, mimeType: 'image/png' }, text(found.legend)] };
}

const isPicture = (found: unknown): found is PlanPicture =>
  typeof found === 'object' && found !== null && 'png' in found && found.png instanceof Uint8Array;

const refusal = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true });
