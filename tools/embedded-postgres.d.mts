export interface RunningPostgres {
  url(database: string): string;
  createDatabase(name: string): Promise<string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function startPostgres(): Promise<RunningPostgres>;
