/** What was asked cannot be read, or cannot be answered: the sentence goes to whoever asked. */
export class QueryError extends Error {}
