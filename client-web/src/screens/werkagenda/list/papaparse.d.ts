/** What we use of papaparse; its published types would bring all of Node's along. */
declare module "papaparse" {
  interface Parsed {
    data: string[][];
    errors: { type: string; code: string }[];
  }
  const Papa: {
    parse: (text: string, options: { delimiter: string; newline: "\n"; quoteChar?: string }) => Parsed;
  };
  export default Papa;
}
