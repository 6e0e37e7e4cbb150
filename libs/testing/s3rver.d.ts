declare module 's3rver' {
  /** A store that speaks the S3 protocol, on this machine. */
  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      configureBuckets: readonly { readonly name: string; readonly configs: readonly unknown[] }[];
    });

    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}
