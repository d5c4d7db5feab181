namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>A directory with a small tokenizer in it, and with whatever files a test puts beside it.</summary>
internal sealed class TemporaryModel : IDisposable
{
    /// <summary>Letters a to d, words "ab" and "cd", and some tokens in angle brackets, of which only the first is added.</summary>
    private const string Tokenizer = """
        {"added_tokens":[{"id":6,"content":"<s>","special":true}],"decoder":{"type":"Fuse"},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}},{"Sequence":{"id":"A"}}],
        "special_tokens":{"<s>":{"id":"<s>","ids":[6],"tokens":["<s>"]}}},
        "model":{"vocab":{"a":0,"b":1,"c":2,"d":3,"ab":4,"cd":5,"<s>":6,"</s>":7,"<x>":8,"<":9,"/":10,"s":11,">":12,"x":13},
        "merges":["a b","c d"]}}
        """;

    public TemporaryModel(params ReadOnlySpan<(string Name, string Text)> files)
    {
        Write("tokenizer.json", Tokenizer);
        foreach ((string name, string text) in files)
            Write(name, text);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("emoe-tokenizer-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
