// Writes NAME-expected.json for NAME.json, for each NAME: what citeproc-js makes of it.
//
//   npm install citeproc                       (anywhere on node's path)
//   node make.js STYLES LOCALE.xml NAME…       STYLES is a folder with apa.csl,
//        american-medical-association.csl and nlm-citation-sequence.csl
//
// Entries are numbered here by their place in a post: the style's own sorting and its
// telling apart of like names in the text have no say, and are taken out first.
const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const [styles, localeFile, ...names] = process.argv.slice(2);
const STYLES = {
  apa: "apa.csl",
  ama: "american-medical-association.csl",
  nlm: "nlm-citation-sequence.csl",
};
const locale = fs.readFileSync(localeFile, "utf8");

function format(xml, records) {
  const byId = Object.fromEntries(records.map((record) => [record.id, record]));
  const sys = {
    retrieveLocale: () => locale,
    retrieveItem: (id) => JSON.parse(JSON.stringify(byId[id])),
  };
  const engine = new CSL.Engine(sys, xml, "en-US");
  engine.setOutputFormat("html");
  const printed = {};
  for (const record of records) {
    engine.updateItems([record.id]);
    const entry = engine.makeBibliography()[1][0] || "";
    printed[record.id] = entry
      .replace(/<div class="csl-left-margin">.*?<\/div>/, "")
      .replace(/<\/?div[^>]*>/g, "")
      .trim();
  }
  return printed;
}

for (const name of names) {
  const records = JSON.parse(fs.readFileSync(path.join(__dirname, `${name}.json`)));
  const expected = {};
  for (const [style, file] of Object.entries(STYLES)) {
    const xml = fs
      .readFileSync(path.join(styles, file), "utf8")
      .replace(/<bibliography([^>]*)>\s*<sort>[\s\S]*?<\/sort>/, "<bibliography$1>")
      .replace(/ (?:disambiguate-[a-z-]+|givenname-disambiguation-rule)="[^"]*"/g, "");
    expected[style] = format(xml, records);
  }
  fs.writeFileSync(
    path.join(__dirname, `${name}-expected.json`),
    JSON.stringify(expected, null, 1) + "\n",
  );
}
