import { join, resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { help } from '../help.ts';
import { ROOT } from '../root.ts';
import { openMcpServer } from './mcp-server.ts';

/** `shapan mcp` offers the cities of this machine to a client of the Model Context Protocol, over standard input and output. */
export function mcpCommand(): Command {
  return new Command('mcp')
    .description(help('mcp.about'))
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--page <address>', help('mcp.page'), 'http://localhost:8080/')
    .action(async ({ cities, page }: { cities: string; page: string }) => {
      const server = openMcpServer({ cityFolder: resolve(cities), page });
      await server.connect(new StdioServerTransport());
    });
}
