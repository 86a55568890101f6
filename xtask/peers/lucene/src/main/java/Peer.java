import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene as a peer: standard tokenizer, Porter stemmer, no stop words, offsets in the index for its unified
 * highlighter. The commands and the lines are those of peer-tantivy.
 */
public final class Peer {
    private static final Analyzer ANALYZER = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, new PorterStemFilter(new LowerCaseFilter(words)));
        }
    };

    private final IndexSearcher searcher;
    private final UnifiedHighlighter highlighter;

    private Peer(String folder) throws Exception {
        searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(Path.of(folder))));
        // what is measured is the search, not the memory of the one before
        searcher.setQueryCache(null);
        highlighter = UnifiedHighlighter.builder(searcher, ANALYZER)
            .withMaxLength(Integer.MAX_VALUE - 1)
            .withBreakIterator(() -> LengthGoalBreakIterator.createClosestToLength(
                java.text.BreakIterator.getSentenceInstance(Locale.ROOT), 150, 0.5f))
            .build();
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "index" -> build(args[1], args[2]);
            case "serve" -> new Peer(args[1]).serve();
            default -> {
                Peer peer = new Peer(args[1]);
                System.out.println(peer.answer("count", args[2])[0] + " " + peer.answer("snippets", args[2])[1]);
            }
        }
    }

    private static void build(String docs, String folder) throws Exception {
        FieldType type = new FieldType(TextField.TYPE_STORED);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        type.freeze();
        IndexWriterConfig config =
            new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256).setUseCompoundFile(false);
        ObjectMapper json = new ObjectMapper();
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(folder)), config);
             BufferedReader lines = Files.newBufferedReader(Path.of(docs))) {
            Thread[] threads = new Thread[2];
            Throwable[] failed = new Throwable[1];
            for (int at = 0; at < threads.length; at++) {
                threads[at] = new Thread(() -> {
                    try {
                        while (true) {
                            String line;
                            synchronized (lines) {
                                line = lines.readLine();
                            }
                            if (line == null) {
                                return;
                            }
                            JsonNode record = json.readTree(line);
                            Document document = new Document();
                            document.add(new StringField("id", record.path("id").asText(), Field.Store.YES));
                            document.add(new StoredField("title", record.path("title").asText()));
                            document.add(new Field("body", record.path("body").asText(), type));
                            writer.addDocument(document);
                        }
                    } catch (Throwable error) {
                        failed[0] = error;
                    }
                });
                threads[at].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            if (failed[0] != null) {
                throw new IllegalStateException(failed[0]);
            }
            writer.commit();
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String peak = "0";
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                peak = line.replaceAll("\\D+", "");
            }
        }
        System.out.println(system.getProcessCpuTime() + "\t" + peak);
    }

    private void serve() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        String line;
        while ((line = in.readLine()) != null) {
            String[] parts = line.split("\t", 2);
            long before = threads.getCurrentThreadCpuTime();
            long[] found = answer(parts[0], parts[1]);
            long took = threads.getCurrentThreadCpuTime() - before;
            out.print(took + "\t" + found[0] + "\t" + found[1] + "\n");
            out.flush();
        }
    }

    /** The number of hits, and the characters of what is shown. */
    private long[] answer(String mode, String text) throws Exception {
        Query query = new QueryParser("body", ANALYZER).parse(translated(text));
        if (mode.equals("count")) {
            return new long[] {searcher.count(query), 0};
        }
        TopDocs best = searcher.search(query, 10);
        long shown = 0;
        var stored = searcher.storedFields();
        for (var hit : best.scoreDocs) {
            Document document = stored.document(hit.doc, Set.of("id", "title"));
            shown += document.get("id").length() + document.get("title").length();
        }
        if (mode.equals("snippets") && best.scoreDocs.length > 0) {
            for (String snippet : highlighter.highlight("body", query, best, 1)) {
                shown += snippet == null ? 0 : snippet.length();
            }
        }
        return new long[] {best.scoreDocs.length, shown};
    }

    /** A query of the bench's list in the language of Lucene's parser. */
    private static String translated(String text) {
        int near = text.indexOf(" NEAR/");
        if (near >= 0) {
            String[] rest = text.substring(near + 6).split(" ", 2);
            return "\"" + text.substring(0, near) + " " + rest[1] + "\"~" + rest[0];
        }
        if (text.startsWith("\"") || text.contains(" OR ")) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        for (String word : text.split(" ")) {
            all.append(word.startsWith("-") ? "" : "+").append(word).append(' ');
        }
        return all.toString().trim();
    }
}
