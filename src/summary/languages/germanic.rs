//! English, German, Dutch, Swedish, Danish, Norwegian.

use super::Words;

pub(super) const WORDS: &[Words] = &[
    Words {
        tag: "en",
        leaning: "however|nevertheless|nonetheless|therefore|thus|hence|moreover|furthermore|\
            additionally|besides|also|but|and|or|nor|so|then|yet|still|instead|otherwise|\
            meanwhile|likewise|similarly|conversely|consequently|accordingly|afterwards|\
            subsequently|finally|lastly|again|anyway|indeed|namely|here|here's|here’s|for example|\
            for instance|in addition|as a result|as such|in contrast|in that case|in this case|\
            in these cases|in other words|on the other hand|on the contrary|on top of that|\
            because of this|because of that|for this reason|for that reason|after that|\
            after this|before that|at that point|at this point|at the same time|in the end|\
            in turn|even so|even then|in fact|of course|that said|that way|this way|to that end|\
            to this end|with that|with this|by doing so|doing so|unlike this|like this|\
            as mentioned|as noted|as we saw|as you can see|as shown|as above|now,|now we|now you|now i|now it|now they|now the|\
            now to|now is|next|\
            it|it's|its|they|they're|their|theirs|them|he|he's|she|she's|his|her|him|hers|\
            behind it|behind them|beneath it|below it|above it|around it|around them|without it|\
            without them|with it|with them|from it|from them|in it|inside it|on it|to it|for it|\
            for them|beyond it|beside it|between them|among them|\
            such|both|another|neither|either|one of them|some of them|most of them|\
            all of them|each of them|the former|the latter|the same|the other|the result|\
            second|secondly|third|thirdly|fourth|rather|though|although this|while this|\
            if so|if not|once done|yes|no|well|ok|okay|oh|sure|unfortunately|luckily|\
            which|who|whose|where|since then|until then|sometimes this|sometimes it|often this|\
            often it|usually this|usually it|typically this|typically it|ideally this|ideally it|\
            as with most|by contrast|that being said|having said that|to do this|to do so|\
            to achieve this|to accomplish this|under the covers|once again|as always|in our example|in our case|in other cases|once this|once these|the second,|the first,|the third,|if this|if that|if these|if it is|if it was|when this|when that|\
            when it is|when it was|because this|because it|since this|since it|unless this|once it|once that|\
            although it|whether this|to fix this|to avoid this|to solve this|to address this",
        pointing: "this|that|these|those|that's|in this|in these|with these|all of this|all this|\
            all these|of these|each of these|both of these|from this|from these|for this|\
            by this|at this|on this|through this|during this|under this|using this|unlike these",
        weak: "in conclusion|to conclude|picture this|for inspiration|hello everyone|hi everyone|welcome|congratulations|note that|note:|important:|warning:|caution:|tip:|update:|\
            disclaimer:|before we|before you start|before you begin|before diving|this is the first|this is the second|\
            this is the third|this is part|this post is the|this post is part|this article is the|this article is part|\
            all of which|further,|specifically,|happily,|to address both|to solve both|the first is|the second is|the third is|the first one|the second one|the last point|in that|in particular|\
            recall|as described|among the|some people|maybe|perhaps|imagine|suppose|let me|we hope|i hope|\
            hopefully|please|enjoy|there are two|there are three|there are four|there are several|you can also|\
            we also|every week|you might have noticed|you may have noticed|as you may|as you might",
        these: "these|this type of|this kind of",
        thus: "thus|therefore|hence|however|nevertheless",
        piece: "article|post|blog|guide|tutorial|page|paper|report|lesson|chapter|series|essay|\
            document|handbook|case study|study|episode|issue|book|course|workshop|interview|\
            story|module|unit|how-to|walkthrough|review|recipe|column|talk|speech|year|week|month",
        own: "",
        tells: "learn|discover|explain|show|describe|introduce|explore|discuss|cover|\
            demonstrate|share|walk|present|teach|understand|compare|examine|outline|offer",
        sums: "summary|conclusion|overall|takeaway|essentially|key|important|goal|aim|\
            purpose|main|lesson|means|helps|help|allows|enables|provides|improve|result",
        elsewhere: "is not the case|is also the case|the same way.|instead.|the diagram|the chart|\
            the graph|also see tip|see tip|the following|as follows|the next example|see our|below|above|see also|following example|\
            the figure|in figure|see figure|figure shows|fig.|next section|previous section|previous article|previous chapter|\
            next article|next chapter|mentioned earlier|as mentioned|screenshot|in the example|\
            this example|code snippet|diagram shows|table shows|previous post|next post|let's|let us see|let us look|\
            let us take|let us now|see the doc|\
            see the section|see the guide|see the full|see the list|see the example|see the table|join the|\
            as we'll see|as we’ll see|as we will see|as you'll see|as you’ll see|as you will see|\
            as we shall see|we'll see later|we’ll see later|we will see later|as we've seen|\
            as we’ve seen|as we have seen|as we saw|as discussed|\
            for more information|for more details|for further details|refer to",
        boilerplate: "hello and welcome|thank again|openly developed|submit a pr|submit a pull request|please submit|please add|please send|email us|email the|mail us|write to us|find any error|subscribe|sign up|sign-up|signup|newsletter|mailing list|follow us|follow me|\
            follow @|join us|join our|click here|read more|learn more at|share this|share on|\
            about the author|about the team|written by|posted by|edited by|reviewed by|\
            originally published|originally appeared|first published|republished|cross-posted|\
            reprinted|translated by|translated from|editor's note|photo by|photo:|image by|\
            image credit|photo credit|image source|courtesy of|all rights reserved|copyright|©|\
            use cookies|bookmark this|stay tuned|leave a comment|let us know|get in touch|\
            contact us|feel free to|reach out|thank you for|thanks for|thanks to all|\
            thanks to every|thanks to our|thanks to the team|thanks to you|special thanks|welcome to another|welcome back|\
            happy coding|happy hacking|frequently asked|related articles|related posts|\
            related reading|recommended reading|min read|minute read|table of contents|\
            we are hiring|we're hiring|apply now|privacy policy|terms of use|terms of service|try it free|\
            free trial|book a demo|sponsored by|advertisement|advertise with|advertise here|\
            disclaimer|last updated|was updated on|watch the video|guest post|register now|\
            register for|webinar|download the",
        closing: "conclusion|concluding|summary|summing up|wrap up|wrapping up|takeaway|in short|\
            in brief|final thoughts|closing thoughts|tl;dr|tldr|key points|lessons learned|\
            recap|bottom line|parting",
        aside: "about the author|additional notes|a few additional notes|a few notes|some notes|further notes|about us|about the|references|further reading|related|see also|\
            acknowledg|credits|footnotes|notes|comments|faq|frequently asked|subscribe|\
            newsletter|contact|license|changelog|resources|learn more|bibliography|sources|\
            table of contents|contents|disclosure|sponsor|join us|get involved|thanks|\
            tasks|exercises|what's next|next steps|checklist|prerequisites|feedback|read more",
        function: "the|a|an|of|to|in|and|is|it|that|for|on|with|as|are|was|be|by|or|at|from|this|\
            not|but|have|has|had|you|your|we|our|they|their|i|he|she|his|her|its|will|can|would|\
            should|could|may|might|must|do|does|did|been|being|were|if|than|then|there|these|\
            those|which|who|what|when|where|how|all|any|some|more|most|other|into|out|up|so|no|\
            just|also|only|about|over|such|very|them|us|my|me|one|because|while|after|before",
    },
    Words {
        tag: "de",
        leaning: "jedoch|allerdings|dennoch|trotzdem|außerdem|zudem|ferner|darüber hinaus|aber|\
            und|oder|sondern|denn|daher|deshalb|deswegen|somit|folglich|also|dann|danach|\
            anschließend|schließlich|zuletzt|auch|ebenso|ebenfalls|stattdessen|hingegen|dagegen|\
            dabei|dadurch|damit|dafür|daraus|darin|darauf|davon|dazu|hier|hierbei|hierfür|hierzu|\
            dort|da|nun|jetzt|so|zum beispiel|beispielsweise|etwa|in diesem fall|in diesen fällen|\
            mit anderen worten|im gegensatz dazu|er|sie|es|ihr|ihre|ihm|ihnen|sein|seine|beide|\
            andererseits|einerseits|zweitens|drittens|gleichzeitig|inzwischen|natürlich|\
            tatsächlich|leider|zwar|sonst|ansonsten|umgekehrt|infolgedessen|ja|nein|solche|\
            letztere|erstere|weil|welche|wobei|was|der andere|die andere|doch|nichtsdestotrotz|\
            nichtsdestoweniger|gleichwohl|als nächstes|als erstes|als zweites|dementsprechend|\
            demnach|ebenda|nebenbei|übrigens|heute wollen wir das|manchmal ist das|oft ist das|\
            meist ist das|meistens ist das|häufig ist das|ebendies|\
            wie gesagt|zunächst mal|wir haben schon|abgesehen davon|wenn das|wenn dies|falls das|falls dies|weil das|weil dies|obwohl das|\
            obwohl dies|sobald das|sobald dies|entsprechend|ähnlich dazu|unabhängig davon",
        pointing: "dies|diese|dieser|dieses|diesen|diesem|das|jene|jener|jenes|in diesem|in dieser|\
            mit diesem|mit dieser|mit diesen|all dies|all das|aus diesem|an dieser|auf diese|\
            bei diesem|bei dieser|für diese|für diesen",
        weak: "zusammenfassend|abschließend|zum schluss|willkommen|glückwunsch|herzlich willkommen|hinweis:|achtung:|anmerkung:|wichtig:|tipp:|update:|\
            mit dem heutigen|dies ist der|dies ist teil|dieser post ist|dieser artikel ist der|dieser artikel ist teil|\
            dieser beitrag ist der|dieser beitrag ist teil|der letzte punkt|der erste punkt|der zweite punkt|der erste ist|der zweite ist|bevor wir|um hier|um zu sehen|\
            manche|vielleicht|stell dir vor|stellen sie sich|wir hoffen|ich hoffe|bitte|es gibt zwei|es gibt drei|\
            es gibt mehrere|wir haben gesehen|wir haben im|wir haben in dem|wir haben in der",
        these: "diese",
        thus: "also|daher|deshalb|deswegen|somit|folglich|demnach|allerdings|jedoch|dennoch",
        piece: "artikel|beitrag|anleitung|seite|tutorial|kapitel|leitfaden|text|bericht|buch|\
            abschnitt|lektion|modul|blog|post|serie|studie|dokument|rezept|handbuch|kurs",
        own: "hier werden wir|hier wollen wir|hier zeigen wir|im heutigen artikel|im heutigen beitrag|\
            im heutigen post|schauen wir uns heute|sehen wir uns heute|zeigen wir heute|wollen wir heute|\
            werden wir heute|möchten wir heute|möchte ich heute",
        tells: "lerne|erfahre|erfahren|entdecke|erklär|zeig|beschreib|vorstell|stellt|erläuter|\
            behandel|einführ|verstehen|vergleich|betracht",
        sums: "zusammenfassung|fazit|insgesamt|wichtig|wichtigste|ziel|zweck|kern|hilft|ermöglicht|\
            bietet|bedeutet",
        elsewhere: "nicht der fall|ist das der fall|nicht aufgelistet|beginnen wir|auf die gleiche weise.|\
            auf dieselbe weise.|vor kurzem war|hier im blog|im ersten artikel|im ersten teil|im letzten artikel|im letzten beitrag|\
            im letzten teil|im vorigen|in einem früheren|folgenden|wie folgt|siehe|weiter unten|weiter oben|abbildung|nächsten abschnitt|\
            nächsten kapitel|vorherigen|im beispiel|wie erwähnt|wie wir später|\
            weitere informationen|mehr informationen|mehr details|wie wir noch|wie wir sehen werden|wie wir gesehen|wie wir bereits|wie bereits erwähnt",
        boilerplate: "abonnier|newsletter|anmelden|melde dich|folge uns|folgen sie uns|klicke hier|\
            hier klicken|herunterladen|weiterlesen|über den autor|über die autor|geschrieben von|ursprünglich veröffentlicht|\
            ursprünglich erschienen|ursprünglich auf|\
            zuerst erschienen|übersetzt von|foto:|bild:|bildquelle|alle rechte|©|\
            datenschutz|impressum|kontaktiere uns|danke für|danke an|vielen dank|bedanken|verwandte artikel|\
            inhaltsverzeichnis|wir stellen ein|jetzt registrieren|anzeige:|gesponsert von",
        closing: "fazit|zusammenfassung|schluss|abschließend|kurz gesagt|das wichtigste|resümee|\
            kernaussagen|ausblick",
        aside: "über den autor|über die autor|über uns|literatur|quellen|weiterführend|\
            weitere informationen|verwandt|siehe auch|danksagung|fußnoten|anmerkungen|kommentare|\
            häufige fragen|faq|newsletter|kontakt|lizenz|ressourcen|inhalt|nächste schritte|\
            checkliste|voraussetzungen|aufgaben",
        function: "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|und|oder|aber|ist|sind|\
            war|waren|wird|werden|wurde|hat|haben|hatte|kann|können|soll|sollte|muss|müssen|\
            zu|in|im|an|am|auf|aus|bei|mit|von|vom|zum|zur|für|über|unter|nach|vor|um|durch|\
            als|wie|wenn|dass|ob|weil|nicht|kein|keine|auch|nur|noch|schon|sehr|so|mehr|man|\
            ich|du|er|sie|es|wir|ihr|sich|uns|ihre|sein|seine|dein|deine|dich|dir|diese|dieser|\
            dieses|was|welche|hier|da|dann|es|bis",
    },
    Words {
        tag: "nl",
        leaning: "echter|maar|en|of|dus|daarom|daardoor|bovendien|daarnaast|verder|ook|dan|daarna|\
            vervolgens|tenslotte|ten slotte|toch|niettemin|bijvoorbeeld|in plaats daarvan|\
            integendeel|want|hier|hierdoor|hierbij|daar|nu|zo|anders|het|hij|zij|ze|hun|zijn|\
            haar|beide|ten tweede|ten derde|tegelijkertijd|ondertussen|natuurlijk|helaas|\
            met andere woorden|in dat geval|in dit geval|ja|nee|er|zulke|omdat",
        pointing: "dit|dat|deze|die|in dit|in deze|met dit|met deze|al deze|al dit|voor deze",
        weak: "welkom|gefeliciteerd|let op:|opmerking:|tip:|voordat we|dit is het eerste|dit is het tweede|de eerste is|de tweede is|sommige mensen|misschien|stel je voor|we hopen|ik hoop|er zijn twee|er zijn drie|\
            er zijn verschillende",
        these: "deze",
        thus: "dus|daarom|echter",
        piece: "artikel|gids|handleiding|pagina|blog|bericht|hoofdstuk|tutorial|stuk|verslag|serie|\
            boek|les|document",
        own: "",
        tells: "leer|ontdek|uitleg|legt uit|laat zien|toont|beschrijf|bespreek|introduc|verken|\
            vergelijk|begrijp",
        sums: "samenvatting|conclusie|kortom|belangrijk|belangrijkste|doel|helpt|biedt|betekent",
        elsewhere: "hieronder|hierboven|onderstaand|bovenstaand|afbeelding|vorige hoofdstuk|zoals vermeld|\
            zoals we later|zoals we nog|zoals we zullen|zoals we gezien|zoals we zagen",
        boilerplate: "abonneer|nieuwsbrief|schrijf je in|inschrijven|volg ons|klik hier|lees meer|\
            lees verder|over de auteur|geschreven door|oorspronkelijk gepubliceerd|\
            oorspronkelijk verschenen|vertaald door|vertaald uit|foto:|\
            alle rechten|©|neem contact|bedankt|dank aan|gerelateerde artikelen|gerelateerde berichten|\
            inhoudsopgave|vacature|gesponsord door|adverten",
        closing: "conclusie|samenvatting|tot slot|samengevat|kort samengevat|belangrijkste punten",
        aside: "over de auteur|over ons|bronnen|referenties|gerelateerd|zie ook|dankwoord|\
            voetnoten|reacties|veelgestelde vragen|nieuwsbrief|contact|licentie|inhoud|\
            volgende stappen|checklist",
        function: "de|het|een|van|en|in|is|dat|op|te|zijn|met|voor|niet|aan|er|om|ook|als|dan|maar|\
            door|over|bij|uit|nog|naar|wat|wel|geen|kan|kunnen|moet|worden|wordt|werd|heeft|\
            hebben|had|was|waren|je|jouw|u|uw|we|wij|ons|onze|ze|zij|hij|hun|ik|deze|dit|die|\
            of|zo|meer|al|daar|hier|wie|hoe|waar|zal|zullen|men",
    },
    Words {
        tag: "sv",
        leaning: "men|och|eller|dock|därför|således|dessutom|också|sedan|därefter|till exempel|\
            i stället|istället|annars|slutligen|här|där|då|nu|så|det|den|de|han|hon|hans|hennes|\
            deras|dess|båda|samtidigt|ja|nej",
        pointing: "detta|denna|dessa|det här|den här|de här|i denna|i detta|med dessa",
        weak: "kanske|tänk dig|anta att|vi hoppas|välkommen|grattis|obs:|viktigt:|innan vi|det finns två|det finns tre|\
            vissa människor",
        these: "dessa",
        thus: "alltså|därför|dock",
        piece: "artikel|inlägg|guide|sida|text|kapitel|bok|rapport|serie|handledning",
        own: "",
        tells: "lär|upptäck|förklar|visar|beskriv|introducer|utforsk|jämför|förstå",
        sums: "sammanfatt|slutsats|viktig|viktigaste|mål|syfte|hjälper|betyder",
        elsewhere: "nedan|ovan|se även|figur|föregående|som vi ska se|som vi kommer att|\
            som vi såg|som vi har sett",
        boilerplate: "prenumerera|nyhetsbrev|anmäl dig|följ oss|klicka här|läs mer|om författaren|\
            skriven av|ursprungligen publicera|översatt av|översatt från|foto:|alla rättigheter|©|kontakta oss|\
            tack till|tack för|annons",
        closing: "slutsats|sammanfattning|avslutning|kort sagt",
        aside: "om författaren|om oss|referenser|källor|läs mer|relaterat|se även|tack|fotnoter|\
            kommentarer|vanliga frågor|nyhetsbrev|kontakt|licens|innehåll",
        function: "och|i|att|det|som|en|ett|på|är|av|för|med|till|den|de|har|inte|om|var|men|kan|\
            från|så|han|hon|vi|du|ni|jag|man|när|där|eller|också|ska|blir|sig|sin|sina|detta|\
            denna|dessa|här|mer|än|alla|bara|vara|hade|skulle|efter|under|över|vid|hur|vad",
    },
    Words {
        tag: "da",
        leaning: "men|og|eller|dog|derfor|således|desuden|også|så|derefter|for eksempel|i stedet|\
            ellers|endelig|her|der|da|nu|det|den|de|han|hun|hans|hendes|deres|dens|begge|\
            samtidig|ja|nej",
        pointing: "dette|denne|disse|i denne|i dette|med disse",
        weak: "måske|forestil dig|vi håber|velkommen|tillykke|bemærk:|vigtigt:|før vi|der er to|der er tre|nogle mennesker",
        these: "disse",
        thus: "altså|derfor|dog",
        piece: "artikel|indlæg|guide|side|tekst|kapitel|bog|rapport|serie|vejledning",
        own: "",
        tells: "lær|opdag|forklar|viser|beskriv|introducer|udforsk|sammenlign|forstå",
        sums: "sammenfat|opsummer|konklusion|vigtig|vigtigste|mål|formål|hjælper|betyder",
        elsewhere: "nedenfor|ovenfor|se også|figur|forrige|som vi skal se|som vi vil se|\
            som vi så|som vi har set",
        boilerplate: "abonner|abonnér|nyhedsbrev|tilmeld|følg os|klik her|læs mere|om forfatteren|\
            skrevet af|oprindeligt udgivet|oprindeligt bragt|oversat af|oversat fra|foto:|alle rettigheder|©|kontakt os|\
            tak til|tak for|annonce",
        closing: "konklusion|sammenfatning|opsummering|afslutning|kort sagt",
        aside: "om forfatteren|om os|referencer|kilder|læs mere|relateret|se også|tak|fodnoter|\
            kommentarer|ofte stillede|nyhedsbrev|kontakt|licens|indhold",
        function: "og|i|at|det|som|en|et|på|er|af|for|med|til|den|de|har|ikke|om|var|men|kan|fra|\
            så|han|hun|vi|du|jeg|man|når|der|eller|også|skal|bliver|sig|sin|dette|denne|disse|\
            her|mere|end|alle|kun|være|havde|ville|efter|under|over|ved|hvordan|hvad",
    },
    Words {
        tag: "nb",
        leaning: "men|og|eller|likevel|derfor|således|dessuten|også|så|deretter|for eksempel|\
            i stedet|ellers|til slutt|her|der|da|nå|det|den|de|han|hun|hans|hennes|deres|begge|\
            samtidig|ja|nei",
        pointing: "dette|denne|disse|i denne|i dette|med disse",
        weak: "kanskje|tenk deg|vi håper|velkommen|gratulerer|merk:|viktig:|før vi|det finnes to|det er tre|noen mennesker",
        these: "disse",
        thus: "altså|derfor",
        piece: "artikkel|innlegg|guide|side|tekst|kapittel|bok|rapport|serie|veiledning",
        own: "",
        tells: "lær|oppdag|forklar|viser|beskriv|introduser|utforsk|sammenlign|forstå",
        sums: "oppsummer|konklusjon|viktig|viktigste|mål|formål|hjelper|betyr",
        elsewhere: "nedenfor|ovenfor|se også|figur|forrige|som vi skal se|som vi vil se|\
            som vi så|som vi har sett",
        boilerplate: "abonner|nyhetsbrev|meld deg på|følg oss|klikk her|les mer|om forfatteren|\
            skrevet av|opprinnelig publisert|opprinnelig utgitt|oversatt av|oversatt fra|foto:|alle rettigheter|©|kontakt oss|\
            takk til|takk for|annonse",
        closing: "konklusjon|sammendrag|oppsummering|avslutning|kort sagt",
        aside: "om forfatteren|om oss|referanser|kilder|les mer|relatert|se også|takk|fotnoter|\
            kommentarer|ofte stilte|nyhetsbrev|kontakt|lisens|innhold",
        function: "og|i|at|det|som|en|et|på|er|av|for|med|til|den|de|har|ikke|om|var|men|kan|fra|\
            så|han|hun|vi|du|jeg|man|når|der|eller|også|skal|blir|seg|sin|dette|denne|disse|\
            her|mer|enn|alle|bare|være|hadde|ville|etter|under|over|ved|hvordan|hva",
    },
];
