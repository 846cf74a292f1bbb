(: Persons of a folder of TEI files by the number of documents that name them. BaseX or eXist-db:
   basex -b folder=tei examples/pipelines/names.xq :)
declare default element namespace "http://www.tei-c.org/ns/1.0";
declare variable $folder external;
let $documents := collection($folder)/TEI
return (
  "documents " || count($documents),
  "mentions " || count($documents/text//persName[@ref]),
  "dates " || count($documents/text//date),
  for $person in $documents/standOff/listPerson/person
  group by $form := string($person/persName[1])
  let $count := count($person)
  order by $count descending, $form
  return $form || "&#9;" || $count
)
