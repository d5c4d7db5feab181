using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Documents;

/// <summary>
/// A model's small files by name (`config.json`, `tokenizer.json`, …): those of its folder, or what a GGUF file's metadata says in their
/// words.
/// </summary>
internal sealed class ModelDocuments
{
    public const string Config = "config.json";
    public const string Generation = "generation_config.json";
    public const string Tokenizer = "tokenizer.json";
    public const string TokenizerConfig = "tokenizer_config.json";

    private readonly string _path;
    private readonly Dictionary<string, byte[]>? _written;

    private ModelDocuments(string path, Dictionary<string, byte[]>? written) => (_path, _written) = (path, written);

    /// <summary>The documents of a model.</summary>
    /// <param name="path">A folder, or a GGUF file.</param>
    /// <exception cref="InputException">A file is no GGUF file that can be run.</exception>
    public static ModelDocuments Of(string path) => new(path, GgufFile.IsAt(path) ? GgufDocuments.Write(path) : null);

    /// <summary>Where a document stands, for messages and for what lies beside it.</summary>
    public string PathOf(string name) => _written is null ? Path.Combine(_path, name) : $"{_path}: {name}";

    /// <summary>A document that must be there.</summary>
    public ReadOnlyMemory<byte> Read(string name) =>
        Find(name) ?? throw new InputException(PathOf(name), _written is null ? "the file does not exist" : "the file's metadata doesn't say it", ExitCode.NotFound);

    /// <summary>A document, or null where the model has none of that name.</summary>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        // A null would become an empty memory on its own.
        ReadOnlyMemory<byte>? none = null;
        if (_written is not null)
            return _written.TryGetValue(name, out byte[]? bytes) ? bytes : none;
        string path = Path.Combine(_path, name);
        return File.Exists(path) ? InputFile.ReadDocument(path) : none;
    }

    /// <summary>The documents in a folder beside the others, by path; a GGUF file has none.</summary>
    public IReadOnlyList<string> FilesIn(string folder, string pattern)
    {
        string path = Path.Combine(_path, folder);
        return _written is null && Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal)] : [];
    }
}
