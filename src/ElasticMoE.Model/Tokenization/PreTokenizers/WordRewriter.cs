using System.Buffers;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Writes what takes a word's place.</summary>
internal delegate void WordRewriter(Word word, ReadOnlySpan<char> text, IBufferWriter<char> to);
