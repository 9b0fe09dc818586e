-- Needs a server built with ICU and libxml, which the embedded one is not.
create collation app.phone_book (provider = icu, locale = 'de-u-co-phonebk', deterministic = true);
create collation app.case_insensitive (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create table app.collated (a text collate app.phone_book, b text collate app.case_insensitive);
create view app.xml as select x.* from xmltable('/a' passing ('<a/>'::xml) columns b text path 'b') x where x.b is null;
