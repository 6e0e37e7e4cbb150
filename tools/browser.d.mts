export declare const BROWSER_FLAGS: string[];
export declare function findBrowser(): string | undefined;
export declare function ensureBrowser(): void;
