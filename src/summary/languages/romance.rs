//! French, Spanish, Portuguese, Italian.

use super::Words;

pub(super) const WORDS: &[Words] = &[
    Words {
        tag: "fr",
        leaning: "cependant|toutefois|néanmoins|pourtant|de plus|en outre|par ailleurs|d'ailleurs|\
            mais|et|ou|or|donc|ainsi|alors|puis|ensuite|enfin|finalement|aussi|également|\
            par exemple|par conséquent|en conséquence|en effet|en fait|en revanche|au contraire|\
            autrement|sinon|dans ce cas|dans ces cas|d'autre part|d'un autre côté|\
            c'est|c'était|ce sont|ça|cela|ceci|il|ils|elle|elles|leur|leurs|son|sa|ses|ici|là|\
            maintenant,|maintenant vous|maintenant nous|à présent|en même temps|de même|de ce fait|pour cela|après cela|\
            deuxièmement|troisièmement|bien sûr|malheureusement|en d'autres termes|autrement dit|\
            les deux|ce dernier|cette dernière|ces derniers|oui|non|car|parce que|celui-ci|\
            celle-ci|ceux-ci|y compris|de cette façon|de cette manière|grâce à cela",
        pointing: "ce|cet|cette|ces|dans ce|dans cet|dans cette|dans ces|avec ce|avec cette|\
            avec ces|pour cette|pour ce|tout cela|tous ces|toutes ces|à ce|de ce|de cette|de ces",
        weak: "en conclusion|pour conclure|bienvenue|félicitations|remarque|note :|attention :|important :|avant de commencer|ceci est le|\
            cet article est le|cet article fait partie|le premier est|la première est|le deuxième est|la deuxième est|certains pensent|certaines personnes|peut-être|\
            imaginez|supposons|nous espérons|j'espère|il y a deux|il y a trois|il existe deux|il existe trois|\
            il existe plusieurs",
        these: "",
        thus: "donc|cependant|toutefois|pourtant",
        piece: "article|guide|page|tutoriel|billet|chapitre|dossier|texte|document|livre|rapport|\
            recette|série|étude|manuel|cours|leçon|module|unité",
        own: "",
        tells: "appren|découvr|expliqu|montr|décri|présent|explor|abord|compar|compren|introdui",
        sums: "résumé|conclusion|essentiel|important|principal|objectif|but|permet|aide|offre|\
            signifie",
        elsewhere: "pour plus d'info|pour plus de détails|pour en savoir plus|ci-dessous|ci-dessus|voir figure|la figure|comme mentionné|section précédente|\
            prochaine section|dans l'exemple|capture d'écran|nous le verrons|nous verrons plus|\
            comme nous l'avons vu|comme nous l’avons vu|comme nous avons vu|comme on le verra",
        boilerplate: "abonne|newsletter|lettre d'information|inscri|suivez-nous|cliquez|\
            lire la suite|en savoir plus|à propos de l'auteur|écrit par|publié à l'origine|\
            initialement publié|traduit par|traduit de|crédit photo|photo :|tous droits|©|\
            mentions légales|contactez|merci à|merci de|merci pour|remercie|remercions|articles similaires|\
            table des matières|nous recrutons|publicité :|partagez cet",
        closing: "conclusion|résumé|en bref|pour conclure|à retenir|en résumé|pour finir|l'essentiel",
        aside: "à propos|références|sources|pour aller plus loin|en savoir plus|voir aussi|\
            remerciements|notes|commentaires|foire aux questions|faq|newsletter|contact|licence|\
            ressources|sommaire|table des matières|prochaines étapes|liste de contrôle|prérequis",
        function: "le|la|les|l|un|une|des|du|de|d|et|ou|à|au|aux|en|dans|par|pour|sur|avec|sans|sous|\
            est|sont|être|était|a|ont|avoir|peut|peuvent|doit|que|qu|qui|quoi|dont|où|ne|n|pas|\
            plus|ce|c|cet|cette|ces|se|s|si|il|elle|ils|elles|on|nous|vous|je|j|tu|votre|vos|\
            notre|nos|son|sa|ses|leur|leurs|mais|comme|aussi|très|tout|tous|toute|toutes|fait|\
            faire|y|même|entre|quand|lorsque|cela|afin",
    },
    Words {
        tag: "es",
        leaning: "sin embargo|no obstante|además|asimismo|también|pero|y|e|o|sino|por lo tanto|\
            por tanto|por eso|por ello|por esta razón|así|así que|entonces|luego|después|\
            finalmente|por último|por ejemplo|en cambio|de lo contrario|por el contrario|\
            mientras tanto|en consecuencia|en este caso|en ese caso|en estos casos|de hecho|\
            en otras palabras|es decir|por otro lado|por otra parte|él|ella|ellos|ellas|su|sus|\
            aquí|allí|ahí|ahora,|ahora puedes|ahora podemos|ahora tienes|ahora vamos|ahora bien|al mismo tiempo|de esta manera|de esta forma|\
            de este modo|de ese modo|del mismo modo|en segundo lugar|en tercer lugar|\
            por supuesto|desafortunadamente|ambos|ambas|sí|no|porque|aunque esto|lo cual|\
            es por eso|es por ello|tal|tales|dicho|dicha",
        pointing: "esto|eso|este|esta|estos|estas|ese|esa|esos|esas|aquel|aquella|en este|en esta|\
            en estos|en estas|con esto|con este|con esta|con estos|para esto|para ello|\
            todo esto|todos estos|de este|de esta|a esto",
        weak: "en conclusión|para concluir|bienvenid|felicidades|felicitaciones|nota:|importante:|antes de empezar|antes de comenzar|este es el|\
            este artículo es el|este artículo forma parte|el primero es|la primera es|el segundo es|la segunda es|algunos piensan|algunas personas|quizás|quizá|tal vez|\
            imagina|imagine|supongamos|esperamos|espero|hay dos|hay tres|existen dos|existen tres|existen varios|\
            existen varias",
        these: "estos|estas|esos|esas",
        thus: "embargo",
        piece: "artículo|guía|página|tutorial|entrada|publicación|post|capítulo|documento|libro|\
            informe|serie|estudio|manual|curso|lección|módulo|unidad|receta",
        own: "",
        tells: "aprend|descubr|explic|muestr|mostr|describ|present|explor|trat|compar|entend|\
            comprend|introduc|conoce",
        sums: "resumen|conclusión|esencial|importante|principal|objetivo|propósito|permite|ayuda|\
            ofrece|significa",
        elsewhere: "a continuación|más abajo|más arriba|la figura|como se mencionó|sección anterior|\
            próxima sección|en el ejemplo|captura de pantalla|para más información|para más detalles|\
            consulta la doc|como veremos|veremos más adelante|\
            como vimos|como hemos visto|como ya vimos",
        boilerplate: "suscríb|suscrib|boletín|newsletter|regístr|síguenos|haz clic|haga clic|\
            leer más|sobre el autor|escrito por|publicado originalmente|traducido por|\
            traducido de|crédito:|créditos:|foto:|todos los derechos|©|contáctanos|gracias a tod|agradecer|agradecemos|gracias por|\
            artículos relacionados|tabla de contenido|estamos contratando|patrocinado por|comparte este",
        closing: "conclusi|resumen|en resumen|para terminar|puntos clave|en breve|lo esencial",
        aside: "sobre el autor|sobre nosotros|referencias|fuentes|más información|lecturas|\
            relacionado|véase también|ver también|agradecimientos|notas|comentarios|\
            preguntas frecuentes|boletín|contacto|licencia|recursos|contenido|próximos pasos|\
            lista de verificación|requisitos",
        function: "el|la|los|las|un|una|unos|unas|de|del|y|e|o|u|a|al|en|por|para|con|sin|sobre|\
            es|son|ser|era|fue|está|están|ha|han|haber|hay|puede|pueden|debe|que|quien|cual|\
            como|cuando|donde|no|ni|más|muy|se|si|su|sus|tu|tus|mi|nos|les|le|lo|él|ella|ellos|\
            yo|nosotros|usted|este|esta|estos|estas|ese|esa|esto|eso|también|pero|ya|todo|todos|\
            toda|todas|entre|hasta|desde|así|porque|cada",
    },
    Words {
        tag: "pt",
        leaning: "no entanto|contudo|porém|todavia|entretanto|além disso|também|mas|e|ou|portanto|\
            por isso|assim|então|depois|em seguida|finalmente|por fim|por exemplo|em vez disso|\
            caso contrário|pelo contrário|enquanto isso|consequentemente|neste caso|nesse caso|\
            na verdade|de fato|ou seja|em outras palavras|por outro lado|ele|ela|eles|elas|seu|\
            sua|seus|suas|aqui|ali|lá|agora,|agora você|agora podemos|agora vamos|ao mesmo tempo|dessa forma|desta forma|desse modo|\
            da mesma forma|em segundo lugar|em terceiro lugar|claro|infelizmente|ambos|ambas|\
            sim|não|porque|por causa disso|para isso|com isso|é por isso|tal|tais",
        pointing: "isto|isso|este|esta|estes|estas|esse|essa|esses|essas|aquele|aquela|neste|nesta|\
            nesse|nessa|nestes|nestas|com este|com esta|com esses|com essas|tudo isso|\
            todos esses|todas essas|deste|desta|desse|dessa",
        weak: "em conclusão|concluindo|bem-vind|parabéns|nota:|importante:|antes de começar|este é o|este artigo é o|este artigo faz parte|\
            o primeiro é|a primeira é|o segundo é|a segunda é|algumas pessoas|alguns pensam|talvez|imagine|suponha|\
            esperamos|espero|existem dois|existem duas|existem três|existem vários|existem várias|há dois|há duas|há três",
        these: "esses|essas|estes|estas|desses|dessas|nesses|nessas",
        thus: "portanto|contudo",
        piece: "artigo|guia|página|tutorial|postagem|publicação|post|capítulo|documento|livro|\
            relatório|série|estudo|manual|curso|lição|módulo|unidade|receita",
        own: "",
        tells: "aprend|descubr|explic|mostr|descrev|apresent|explor|trat|compar|entend|\
            compreend|introduz|conheça|saiba|veja",
        sums: "resumo|conclusão|essencial|importante|principal|objetivo|propósito|permite|ajuda|\
            oferece|significa",
        elsewhere: "abaixo|acima|a figura|como mencionado|seção anterior|próxima seção|no exemplo|\
            captura de tela|para mais informações|para mais detalhes|como veremos|veremos mais adiante|como vimos|como já vimos",
        boilerplate: "inscreva|assine|newsletter|boletim|cadastre|siga-nos|siga a|clique|leia mais|\
            sobre o autor|escrito por|publicado originalmente|traduzido por|traduzido de|\
            crédito:|créditos:|foto:|\
            todos os direitos|©|entre em contato|obrigado|agradec|\
            artigos relacionados|índice:|estamos contratando|patrocinado por|compartilhe este",
        closing: "conclus|resumo|em resumo|para concluir|pontos principais|em breve|considerações finais",
        aside: "sobre o autor|sobre nós|referências|fontes|saiba mais|leitura|relacionado|\
            veja também|agradecimentos|notas|comentários|perguntas frequentes|newsletter|\
            contato|licença|recursos|conteúdo|próximos passos|lista de verificação|pré-requisitos",
        function: "o|a|os|as|um|uma|uns|umas|de|do|da|dos|das|e|ou|em|no|na|nos|nas|por|pelo|pela|\
            para|com|sem|sobre|é|são|ser|era|foi|está|estão|tem|têm|ter|há|pode|podem|deve|que|\
            quem|qual|como|quando|onde|não|nem|mais|muito|se|seu|sua|seus|suas|ao|aos|à|às|\
            ele|ela|eles|elas|eu|nós|você|vocês|este|esta|esse|essa|isso|isto|também|mas|já|\
            todo|todos|toda|todas|entre|até|desde|assim|porque|cada",
    },
    Words {
        tag: "it",
        leaning: "tuttavia|però|comunque|inoltre|anche|ma|e|ed|o|oppure|quindi|dunque|perciò|\
            pertanto|così|allora|poi|dopo|infine|per esempio|ad esempio|invece|altrimenti|\
            al contrario|nel frattempo|di conseguenza|in questo caso|in tal caso|infatti|\
            in altre parole|cioè|d'altra parte|d'altro canto|lui|lei|loro|esso|essa|essi|il suo|\
            la sua|i suoi|le sue|qui|lì|là|ora,|ora puoi|ora possiamo|ora hai|adesso|allo stesso tempo|in questo modo|\
            in tal modo|allo stesso modo|in secondo luogo|in terzo luogo|naturalmente|\
            purtroppo|entrambi|entrambe|sì|no|perché|per questo|per questo motivo|ecco|tale|tali|\
            ciò|quello|quella|dopo di che|ecco perché",
        pointing: "questo|questa|questi|queste|quest'|in questo|in questa|in questi|con questo|\
            con questa|con questi|tutto questo|tutto ciò|tutti questi|tutte queste|per questa|\
            di questo|di questa|a questo",
        weak: "in conclusione|per concludere|benvenut|congratulazioni|complimenti|nota:|importante:|prima di iniziare|prima di cominciare|questo è il|\
            questo articolo è il|questo articolo fa parte|il primo è|la prima è|il secondo è|la seconda è|alcune persone|alcuni pensano|forse|immagina|supponiamo|\
            speriamo|spero|ci sono due|ci sono tre|esistono due|esistono tre|esistono diversi|esistono diverse",
        these: "",
        thus: "quindi|dunque|perciò|tuttavia",
        piece: "articolo|guida|pagina|tutorial|post|capitolo|documento|libro|rapporto|\
            serie|studio|manuale|corso|lezione|modulo|unità|ricetta",
        own: "",
        tells: "impar|scopr|spieg|mostr|descriv|present|esplor|tratt|confront|capir|comprend|\
            introdu",
        sums: "riassunto|sintesi|conclusione|essenziale|importante|principale|obiettivo|scopo|\
            permette|consente|aiuta|offre|significa",
        elsewhere: "di seguito|qui sotto|qui sopra|la figura|come accennato|sezione precedente|\
            prossima sezione|nell'esempio|schermata|per ulteriori|per maggiori|per più dettagli|come vedremo|vedremo più avanti|\
            come abbiamo visto|come si vedrà",
        boilerplate: "iscriviti|abbonati|newsletter|registrati|seguici|clicca|leggi di più|\
            continua a leggere|informazioni sull'autore|scritto da|pubblicato originariamente|\
            tradotto da|foto:|tutti i diritti|©|contattaci|grazie a tutt|ringrazi|grazie per|\
            articoli correlati|indice dei contenuti|stiamo assumendo|sponsorizzato|condividi questo",
        closing: "conclusion|riassunto|in sintesi|in breve|per concludere|punti chiave|riepilogo",
        aside: "sull'autore|chi siamo|riferimenti|fonti|per saperne|approfondimenti|correlati|\
            vedi anche|ringraziamenti|note|commenti|domande frequenti|newsletter|contatti|\
            licenza|risorse|contenuti|prossimi passi|lista di controllo|prerequisiti",
        function: "il|lo|la|i|gli|le|un|uno|una|di|del|dello|della|dei|degli|delle|e|ed|o|a|al|allo|\
            alla|ai|alle|in|nel|nella|nei|nelle|da|dal|dalla|dai|dalle|su|sul|sulla|con|per|tra|\
            fra|è|sono|essere|era|ha|hanno|avere|può|possono|deve|che|chi|cui|come|quando|dove|\
            non|né|più|molto|si|se|suo|sua|suoi|tuo|tua|tuoi|mi|ti|ci|vi|lui|lei|loro|io|noi|voi|\
            questo|questa|questi|queste|anche|ma|già|tutto|tutti|tutte|così|perché|ogni|l|dell|\
            all|nell|un",
    },
];
